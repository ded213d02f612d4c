import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { errorCode } from './errorCode.ts'
import { StartRefusal } from './StartRefusal.ts'

/** Listens and answers with the port, or throws a `StartRefusal` that says which port and what to do. */
export const listenOrRefuse = async (
  server: Server,
  at: { readonly host: string; readonly port: number },
): Promise<number> => {
  const listening = once(server, 'listening')
  try {
    server.listen(at.port, at.host)
    await listening
  } catch (error) {
    throw refusal(at, error)
  }
  const address = server.address() as AddressInfo
  return address.port
}

const refusal = (
  { host, port }: { readonly host: string; readonly port: number },
  error: unknown,
): unknown => {
  const code = errorCode(error)
  if (code === 'EADDRINUSE')
    return new StartRefusal(
      'port-taken',
      {
        'zh-CN': `端口 ${port} 已被别的程序占用。请换一个：npm start -- --port ${suggestion(port)}`,
        en: `Port ${port} is taken by another program. Choose another: npm start -- --port ${suggestion(port)}`,
      },
      error,
    )
  if (code === 'EACCES')
    return new StartRefusal(
      'port-forbidden',
      {
        'zh-CN': `没有权限使用端口 ${port}。请换一个大于 1024 的：npm start -- --port 4600`,
        en: `Port ${port} may not be used without more rights. Choose one above 1024: npm start -- --port 4600`,
      },
      error,
    )
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartRefusal(
      'address',
      {
        'zh-CN': `这台机器没有地址 ${host}，请检查 HOST`,
        en: `This machine has no address ${host}; check HOST`,
      },
      error,
    )
  return error
}

const suggestion = (port: number): number => (port < 65_525 ? port + 10 : 4600)
