package transport

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

const (
	keyFile     = "server_key.pem"
	keyBlock    = "PRIVATE KEY" // PKCS #8
	keyFileMost = 16 << 10      // bytes; a key has about 120
)

// LoadOrCreateIdentity returns the identity kept in dir/server_key.pem, which
// it makes as LoadOrCreateKey does.
func LoadOrCreateIdentity(dir string) (*Identity, error) {
	private, err := LoadOrCreateKey(filepath.Join(dir, keyFile), "server key")
	if err != nil {
		return nil, err
	}
	return identityOf(private, time.Now())
}

// IdentityKey returns the private key of the identity kept in dir, for whoever
// owns the folder; it makes none.
func IdentityKey(dir string) (ed25519.PrivateKey, error) {
	return readKey(filepath.Join(dir, keyFile), "server key")
}

// LoadOrCreateKey returns the Ed25519 key kept in the file at path, which it
// makes with mode 0600 if there is none (and its folder with mode 0700). Of
// two processes that make one at once both get the same. On Unix it refuses a
// key that others can read. Errors call the key by name.
func LoadOrCreateKey(path, name string) (ed25519.PrivateKey, error) {
	private, err := readKey(path, name)
	if errors.Is(err, fs.ErrNotExist) {
		if err = createKey(path, name); err == nil {
			private, err = readKey(path, name) // ours, or of whoever was first
		}
	}
	return private, err
}

// readKey reads a key that only its owner can read.
func readKey(path, name string) (ed25519.PrivateKey, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	if info.Size() > keyFileMost || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("open %s: %s is not a key file", name, path)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("open %s: others on this machine can read %s; make it private with: chmod 600 %[2]s", name, path)
	}
	text := make([]byte, info.Size())
	if _, err := f.ReadAt(text, 0); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	private, err := parseKey(text)
	if err != nil {
		return nil, fmt.Errorf("read %s: %s %w", name, path, err)
	}
	return private, nil
}

// parseKey reads one Ed25519 key in PKCS #8 and PEM.
func parseKey(text []byte) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != keyBlock {
		return nil, errors.New("holds no private key in PEM; restore it from a backup, or remove it to make a new one")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("is damaged: %w", err)
	}
	private, ok := key.(ed25519.PrivateKey)
	if !ok {
		return nil, errors.New("holds a key that is not Ed25519")
	}
	return private, nil
}

// createKey makes a key at path unless someone else was quicker. The file
// appears whole or not at all.
func createKey(path, name string) error {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return fmt.Errorf("create %s: %w", name, err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return fmt.Errorf("create %s: %w", name, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("create %s: %w", name, err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: keyBlock, Bytes: der})
	if err := publish(path, text); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("create %s: %w", name, err)
	}
	return nil
}
