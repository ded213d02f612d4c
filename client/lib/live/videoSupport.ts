type VideoSupport =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'insecure' | 'no-webrtc' | 'no-recorder' | 'old' }

/** Whether this browser can take part with picture and sound, and if not, why. */
export const videoSupport = (): VideoSupport => {
  if (!window.isSecureContext) return { ok: false, reason: 'insecure' }
  if (typeof RTCPeerConnection === 'undefined' || !navigator.mediaDevices?.getUserMedia)
    return { ok: false, reason: 'no-webrtc' }
  if (!('addTransceiver' in RTCPeerConnection.prototype)) return { ok: false, reason: 'old' }
  if (typeof MediaRecorder === 'undefined') return { ok: false, reason: 'no-recorder' }
  return { ok: true }
}
