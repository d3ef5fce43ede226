package transport_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/chat-tui/chat-tui/net/transport"
)

func TestIdentityIsTheSameAtEveryStart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "server")
	first, err := transport.LoadOrCreateIdentity(dir)
	if err != nil {
		t.Fatal(err)
	}
	second, err := transport.LoadOrCreateIdentity(dir)
	if err != nil {
		t.Fatal(err)
	}
	if !first.Public.Equal(second.Public) || first.Fingerprint() != second.Fingerprint() {
		t.Error("the key changed")
	}
	if message := []byte("challenge"); !ed25519.Verify(second.Public, message, first.Sign(message)) {
		t.Error("the signature does not fit the public key")
	}
	if runtime.GOOS == "windows" {
		return
	}
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, "server_key.pem"): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v; want %v", path, info.Mode(), err, want)
		}
	}
}

func TestIdentityMadeByManyAtOnceIsOne(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	keys := make([]string, 16)
	for i := range keys {
		all.Go(func() {
			id, err := transport.LoadOrCreateIdentity(dir)
			if err != nil {
				t.Error(err)
				return
			}
			keys[i] = id.Fingerprint()
		})
	}
	all.Wait()
	for _, key := range keys {
		if key != keys[0] {
			t.Fatalf("two keys: %s and %s", key, keys[0])
		}
	}
	if files, err := os.ReadDir(dir); len(files) != 1 || err != nil {
		t.Errorf("the folder holds %v, %v", files, err)
	}
}

func TestIdentityRefusesWhatIsNoPrivateKey(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "server_key.pem")
	if _, err := transport.LoadOrCreateIdentity(dir); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		content string
		mode    os.FileMode
		want    string
	}{
		"others can read it": {string(good), 0o640, "chmod 600 " + path},
		"empty":              {"", 0o600, "holds no private key"},
		"not PEM":            {"hello", 0o600, "holds no private key"},
		"cut short":          {string(good[:len(good)/2]), 0o600, "holds no private key"},
		"damaged":            {strings.Replace(string(good), "MC4", "AAA", 1), 0o600, "is damaged"},
		"an elliptic key":    {otherKey(t), 0o600, "not Ed25519"},
		"huge":               {strings.Repeat("x", 1<<15), 0o600, "not a key file"},
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" && tt.mode != 0o600 {
				return // modes mean nothing there
			}
			if err := os.WriteFile(path, []byte(tt.content), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, tt.mode); err != nil {
				t.Fatal(err)
			}
			if _, err := transport.LoadOrCreateIdentity(dir); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("LoadOrCreateIdentity = %v; want %q", err, tt.want)
			}
			if kept, _ := os.ReadFile(path); string(kept) != tt.content {
				t.Error("the file was changed")
			}
		})
	}
}

// otherKey is a private key in PEM that is not Ed25519.
func otherKey(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}
