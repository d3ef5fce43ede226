package transport

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"math/big"
	"time"
)

const (
	// alpn names the protocol in a TLS handshake.
	alpn = "chat-tui/1"

	// certificateName marks a certificate as made by NewIdentity: its key is
	// the identity itself. An operator's certificate has another name.
	certificateName = "chat-tui server identity"

	// certificateLife is long and of no importance: the pin is on the key.
	certificateLife = 10 * 365 * 24 * time.Hour
)

// An Identity is a server's lasting key and the certificate made from it at
// this start. It does not change and may be used by many goroutines at once.
type Identity struct {
	Public ed25519.PublicKey

	private ed25519.PrivateKey
	cert    tls.Certificate
}

// NewIdentity makes an identity that is kept nowhere. LoadOrCreateIdentity
// makes a lasting one.
func NewIdentity() (*Identity, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("server key: %w", err)
	}
	return identityOf(private, time.Now())
}

// identityOf makes the identity of a key, with a certificate that is new now.
func identityOf(private ed25519.PrivateKey, now time.Time) (*Identity, error) {
	public := private.Public().(ed25519.PublicKey)
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, fmt.Errorf("server certificate: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: certificateName},
		NotBefore:    now.Add(-24 * time.Hour), // a client's clock may be behind
		NotAfter:     now.Add(certificateLife),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	if err != nil {
		return nil, fmt.Errorf("server certificate: %w", err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("server certificate: %w", err)
	}
	return &Identity{
		Public:  public,
		private: private,
		cert:    tls.Certificate{Certificate: [][]byte{der}, PrivateKey: private, Leaf: leaf},
	}, nil
}

// identityKey returns the key of a certificate made by an Identity, nil for
// any other certificate. Who holds the key is proved by the handshake, not
// here.
func identityKey(leaf *x509.Certificate) ed25519.PublicKey {
	key, ok := leaf.PublicKey.(ed25519.PublicKey)
	if !ok || leaf.Subject.CommonName != certificateName || !bytes.Equal(leaf.RawIssuer, leaf.RawSubject) {
		return nil
	}
	return key
}

// Fingerprint returns the fingerprint of the public key.
func (id *Identity) Fingerprint() string { return Fingerprint(id.Public) }

// Sign signs a message with the identity key.
func (id *Identity) Sign(message []byte) []byte { return ed25519.Sign(id.private, message) }

// TLSConfig returns a server's configuration: TLS 1.3 only, ALPN chat-tui/1.
// Extra certificates, an operator's own, are shown to clients that ask for a
// name in them; all others see the identity's.
func (id *Identity) TLSConfig(extra ...tls.Certificate) *tls.Config {
	return &tls.Config{
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			for i := range extra {
				if hello.ServerName != "" && hello.SupportsCertificate(&extra[i]) == nil {
					return &extra[i], nil
				}
			}
			return &id.cert, nil
		},
		MinVersion: tls.VersionTLS13,
		NextProtos: []string{alpn},

		// Connections live for hours: tickets would be made for nothing.
		SessionTicketsDisabled: true,
		// A burst of lines is one record and one write, not one per packet.
		DynamicRecordSizingDisabled: true,
	}
}

// Fingerprint returns "SHA256:" and the unpadded base64 of the SHA-256 of the
// key's SubjectPublicKeyInfo, the form people compare. The usual tools give
// the same for a server's certificate:
//
//	openssl x509 -noout -pubkey | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64
func Fingerprint(key ed25519.PublicKey) string {
	spki, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		panic("transport: an Ed25519 key cannot be marshalled: " + err.Error())
	}
	sum := sha256.Sum256(spki)
	return fingerprintPrefix + base64.RawStdEncoding.EncodeToString(sum[:])
}

// fingerprintPrefix names the hash, so that another may follow one day.
const fingerprintPrefix = "SHA256:"

// isFingerprint reports whether s has the form of a fingerprint.
func isFingerprint(s string) bool {
	if len(s) < len(fingerprintPrefix) || s[:len(fingerprintPrefix)] != fingerprintPrefix {
		return false
	}
	sum, err := base64.RawStdEncoding.Strict().DecodeString(s[len(fingerprintPrefix):])
	return err == nil && len(sum) == sha256.Size
}
