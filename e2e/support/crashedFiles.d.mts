export declare const crashedFiles: (log: string) => readonly string[]
