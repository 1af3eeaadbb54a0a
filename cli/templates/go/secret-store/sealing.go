package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"errors"
)

// newCipher is AES-256-GCM under a key that is made from what the administrator has configured.
func newCipher(configured []byte) (cipher.AEAD, error) {
	key := sha256.Sum256(append([]byte("my-plugin\n"), configured...))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// seal gives the nonce and the ciphertext. What is bound must be the same when it is opened.
func seal(aead cipher.AEAD, bound, value []byte) ([]byte, error) {
	nonce := make([]byte, aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, err
	}
	return aead.Seal(nonce, nonce, value, bound), nil
}

// unseal fails when the key is another one, or when the bytes or what they are bound to have changed.
func unseal(aead cipher.AEAD, bound, sealed []byte) ([]byte, error) {
	if len(sealed) < aead.NonceSize() {
		return nil, errors.New("too short")
	}
	return aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], bound)
}
