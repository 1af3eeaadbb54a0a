/** What an object or a secret may be called. */
export const storeKeyPattern = /^[A-Za-z0-9._\-/:@+]{1,128}$/;
export const storeKeyRule = "1 to 128 of A-Z a-z 0-9 . _ - / : @ +";
