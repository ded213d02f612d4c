import { chromium } from '@playwright/test'
import { readFileSync, writeFileSync, existsSync } from 'node:fs'
const url='http://127.0.0.1:4611'
const tok=/setup#([^"]+)/.exec(readFileSync('/tmp/studio2.log','utf8'))?.[1]
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--use-fake-device-for-media-stream','--use-fake-ui-for-media-stream','--disable-background-networking','--no-first-run','--autoplay-policy=no-user-gesture-required','--disable-gpu']})
const errs=[]
const mk=async(opt={})=>{const c=await b.newContext({baseURL:url,locale:'zh-CN',timezoneId:'Asia/Shanghai',viewport:{width:1440,height:900},permissions:['camera','microphone'],...opt});const p=await c.newPage();p.on('console',m=>{if(m.type()==='error')errs.push(m.text())});p.on('pageerror',e=>errs.push('PAGEERROR '+e.message.slice(0,400)));return p}
const p=await mk()
const shot=async(pg,n)=>{await pg.waitForTimeout(700);await pg.screenshot({path:`/tmp/shots/${n}.png`})}
let people
if(!existsSync('/tmp/people.json')||tok){
  await p.goto(url+'/setup#'+tok);await shot(p,'01-setup')
  const r=await p.request.post('/api/setup',{data:{token:tok,school:'城关中心小学',district:'云溪区',stage:'primary',lessonMinutes:40,adminName:'许文',login:'xuwen',password:'chunfeng123',withSample:true}})
  people=(await r.json()).samplePeople
  if(people) writeFileSync('/tmp/people.json',JSON.stringify(people))
}
people=JSON.parse(readFileSync('/tmp/people.json','utf8'))
const as=async(name,opt)=>{const pg=await mk(opt);const a=people.find(x=>x.name===name);await pg.request.post('/api/session',{data:{login:a.login,password:a.password}});return pg}
const s=await mk();await s.goto('/sign-in');await shot(s,'02-signin')
const lin=await as('林若溪');await lin.goto('/');await shot(lin,'03-home')
await lin.goto('/lessons');await shot(lin,'04-lessons')
const ls=(await (await lin.request.get('/api/lessons')).json()).lessons
const A=ls.find(l=>l.title.includes('落花生')),B=ls.find(l=>l.title.includes('望天门山'))
await lin.goto(`/lessons/${A.lessonId}/plan`);await lin.waitForTimeout(1500);await shot(lin,'05-plan')
await lin.goto(`/lessons/${A.lessonId}/teach`);await shot(lin,'06-teach')
await lin.goto(`/lessons/${A.lessonId}/archive`);await shot(lin,'07-archive')
await lin.goto(`/lessons/${B.lessonId}/study`);await shot(lin,'08-study')
const rec=(await (await lin.request.get(`/api/lessons/${B.lessonId}/recordings`)).json()).recordings[0]
await lin.goto(`/recordings/${rec.recordingId}`);await lin.waitForTimeout(2500);await shot(lin,'09-replay')
await lin.goto('/settings');await shot(lin,'10-settings')
const ph=await as('林若溪',{viewport:{width:390,height:844}})
for(const [u,n] of [['/','11-home-phone'],['/lessons','12-lessons-phone'],[`/lessons/${A.lessonId}/plan`,'13-plan-phone'],[`/recordings/${rec.recordingId}`,'14-replay-phone']]){await ph.goto(u);await ph.waitForTimeout(1500);await shot(ph,n)}
console.log([...new Set(errs)].slice(0,20).join('\n'))
await b.close()
