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
// it makes with mode 0600 if there is none (and dir with mode 0700). Of two
// processes that make one at once both get the same. On Unix it refuses a key
// that others can read.
func LoadOrCreateIdentity(dir string) (*Identity, error) {
	path := filepath.Join(dir, keyFile)
	private, err := readKey(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err = createKey(path); err == nil {
			private, err = readKey(path) // ours, or of whoever was first
		}
	}
	if err != nil {
		return nil, err
	}
	return identityOf(private, time.Now())
}

// readKey reads a key that only its owner can read.
func readKey(path string) (ed25519.PrivateKey, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open server key: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open server key: %w", err)
	}
	if info.Size() > keyFileMost || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("open server key: %s is not a key file", path)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("open server key: others on this machine can read %s; make it private with: chmod 600 %[1]s", path)
	}
	text := make([]byte, info.Size())
	if _, err := f.ReadAt(text, 0); err != nil {
		return nil, fmt.Errorf("read server key: %w", err)
	}
	private, err := parseKey(text)
	if err != nil {
		return nil, fmt.Errorf("read server key: %s %w", path, err)
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
func createKey(path string) error {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return fmt.Errorf("create server key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return fmt.Errorf("create server key: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("create server key: %w", err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: keyBlock, Bytes: der})
	if err := publish(path, text); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("create server key: %w", err)
	}
	return nil
}
