import { chromium } from '@playwright/test'
import { readFileSync } from 'node:fs'
const url='http://127.0.0.1:4611'
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--use-fake-device-for-media-stream','--use-fake-ui-for-media-stream','--disable-background-networking','--no-first-run','--autoplay-policy=no-user-gesture-required','--disable-gpu']})
const errs=[]
const people=JSON.parse(readFileSync('/tmp/people.json','utf8'))
const mk=async(opt={})=>{const c=await b.newContext({baseURL:url,locale:'zh-CN',timezoneId:'Asia/Shanghai',viewport:{width:1440,height:900},permissions:['camera','microphone'],...opt});const p=await c.newPage();p.on('console',m=>{if(m.type()==='error')errs.push(m.text())});p.on('pageerror',e=>errs.push('PAGEERROR '+e.message.slice(0,400)));return p}
const as=async(name,opt)=>{const pg=await mk(opt);const a=people.find(x=>x.name===name);await pg.request.post('/api/session',{data:{login:a.login,password:a.password}});return pg}
const shot=async(pg,n)=>{await pg.screenshot({path:`/tmp/shots/${n}.png`})}
const lin=await as('林若溪');
let t=Date.now();await lin.goto('/');await lin.waitForSelector('h1,h2');console.log('home',Date.now()-t);await lin.waitForTimeout(1500);await shot(lin,'03-home')
const ls=(await (await lin.request.get('/api/lessons')).json()).lessons
const A=ls.find(l=>l.title.includes('落花生')),B=ls.find(l=>l.title.includes('望天门山'))
const shi=await as('石远'), shen=await as('沈秋')
await lin.goto(`/lessons/${A.lessonId}/teach`);await lin.getByText('进入候课').click();await lin.waitForURL(/classrooms/);const croom=lin.url();
await lin.waitForTimeout(4000);await shot(lin,'20-lobby')
await shi.goto(croom);await shen.goto(croom);await shi.waitForTimeout(3000)
await shot(shen,'21-lobby-observer')
for(const pg of [lin,shi,shen]){await pg.getByRole('button',{name:/进入课堂/}).click()}
await lin.waitForTimeout(4000);await shot(lin,'22-console');await shot(shi,'23-console-far');await shot(shen,'24-observer')
console.log(await lin.locator('button').allInnerTexts())
console.log(await lin.locator('button').evaluateAll(bs=>bs.map(b=>b.getAttribute('aria-label')).filter(Boolean)))
const scr=await as('林若溪',{viewport:{width:1920,height:1080}});await scr.goto(croom+'/screen');await scr.waitForTimeout(3000);await shot(scr,'25-screen')
const ph=await as('石远',{viewport:{width:390,height:844}});await ph.goto(croom);await ph.waitForTimeout(2000);await shot(ph,'26-lobby-phone')
console.log([...new Set(errs)].slice(0,20).join('\n'))
await b.close()
