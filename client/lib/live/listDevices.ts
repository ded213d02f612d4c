export type Device = { readonly id: string; readonly label: string }

/** Cameras and microphones. Labels are empty until the browser has been allowed to use one. */
export const listDevices = async (): Promise<{
  readonly cameras: readonly Device[]
  readonly microphones: readonly Device[]
}> => {
  const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? []
  const of = (kind: MediaDeviceKind): readonly Device[] =>
    devices
      .filter((device) => device.kind === kind)
      .map((device) => ({ id: device.deviceId, label: device.label }))
  return { cameras: of('videoinput'), microphones: of('audioinput') }
}
