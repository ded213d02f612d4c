import { cpuSeconds, machineSeconds, peakRssMB, resetPeak, rssMB } from './processTree.ts'

const rounded = (value: number, factor = 1000): number => Math.round(value * factor) / factor

/** What a measured stretch used. The server's figures are null where its process is not known. */
export type Usage = {
  readonly wallS: number
  readonly clientCpuS: number
  readonly clientCpuShare: number
  /** Of the whole machine, by neither the server nor the generator: above 0.15 the run is noisy. */
  readonly foreignCpuShare: number
  readonly serverCpuS: number | null
  readonly serverCpuShare: number | null
  readonly serverRssPeakMB: number | null
}

/** CPU and memory of the server, of this process, and of everybody else on the machine. */
export class Meter {
  readonly #pid: number | null
  #beganMs = 0
  #serverS = 0
  #client = process.cpuUsage()
  #machine = machineSeconds()

  constructor(pid: number | null) {
    this.#pid = pid
  }

  begin(): this {
    if (this.#pid) resetPeak(this.#pid)
    this.#beganMs = performance.now()
    this.#serverS = this.#pid ? cpuSeconds(this.#pid) : 0
    this.#client = process.cpuUsage()
    this.#machine = machineSeconds()
    return this
  }

  end(): Usage {
    const seconds = (performance.now() - this.#beganMs) / 1000
    const serverS = this.#pid ? Math.max(0, cpuSeconds(this.#pid) - this.#serverS) : 0
    const { user, system } = process.cpuUsage(this.#client)
    const clientS = (user + system) / 1e6
    const machine = machineSeconds()
    const foreignS = Math.max(0, machine.busy - this.#machine.busy - serverS - clientS)
    const cores = Math.round((machine.total - this.#machine.total) / seconds) || 1
    return {
      wallS: rounded(seconds),
      clientCpuS: rounded(clientS),
      clientCpuShare: rounded(clientS / seconds),
      foreignCpuShare: rounded(foreignS / seconds / cores),
      serverCpuS: this.#pid ? rounded(serverS) : null,
      serverCpuShare: this.#pid ? rounded(serverS / seconds) : null,
      serverRssPeakMB: this.#pid ? rounded(peakRssMB(this.#pid), 10) : null,
    }
  }

  /** Resident now, in MB; null where the server's process is not known. */
  rss(): number | null {
    return this.#pid ? rounded(rssMB(this.#pid), 10) : null
  }
}

/** Microseconds of server CPU for each of `count`. */
export const microsecondsEach = ({ serverCpuS }: Usage, count: number): number | null =>
  serverCpuS === null || count === 0 ? null : Math.round((serverCpuS * 1e7) / count) / 10
