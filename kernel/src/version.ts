/** Version of this kernel; a test compares it with package.json. */
export const kernelVersion = "0.1.0";
