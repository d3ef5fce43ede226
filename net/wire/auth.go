package wire

import (
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
)

// The proof of identity. See PROTOCOL.md, "Proof of identity".
const (
	// ExporterLabel names the TLS keying material a proof is bound to
	// (RFC 5705, RFC 8446 section 7.5); the context is the nonce.
	ExporterLabel = "EXPORTER-chat-tui-auth-v1"
	// ExporterSize is the size of that material in bytes. A connection
	// without TLS of its own has as many zero bytes instead.
	ExporterSize = 32
	// NonceSize is the size of a challenge's nonce in bytes.
	NonceSize = 32
)

// AuthPayload returns the bytes a client signs to prove that it holds its
// key. Hello is the line of the hello without its line end.
func AuthPayload(exporter, nonce []byte, server ed25519.PublicKey, hello []byte) []byte {
	const domain = "chat-tui auth v1\x00"
	sum := sha256.Sum256(hello)
	p := make([]byte, 0, len(domain)+len(exporter)+len(nonce)+len(server)+len(sum))
	p = append(p, domain...)
	p = append(p, exporter...)
	p = append(p, nonce...)
	p = append(p, server...)
	return append(p, sum[:]...)
}

// DevicePayload returns the bytes that a further device signs to prove that it
// wants to be one of an account of this server.
func DevicePayload(server ed25519.PublicKey, account string, key ed25519.PublicKey) []byte {
	const domain = "chat-tui device v1\x00"
	p := make([]byte, 0, len(domain)+len(server)+len(key)+len(account))
	p = append(p, domain...)
	p = append(p, server...)
	p = append(p, key...)
	return append(p, account...)
}

// AuthExporter returns what binds a proof to this very connection: keying
// material of its TLS with the nonce as context, zero bytes on a connection
// without TLS of its own. It asks conn for Secure() bool and
// ExportKeyingMaterial, if it has them.
func AuthExporter(conn any, nonce []byte) ([]byte, error) {
	if c, ok := conn.(interface{ Secure() bool }); ok && !c.Secure() {
		return make([]byte, ExporterSize), nil
	}
	c, ok := conn.(interface {
		ExportKeyingMaterial(label string, context []byte, length int) ([]byte, error)
	})
	if !ok {
		return make([]byte, ExporterSize), nil
	}
	material, err := c.ExportKeyingMaterial(ExporterLabel, nonce, ExporterSize)
	if err != nil {
		return nil, fmt.Errorf("keying material: %w", err)
	}
	return material, nil
}
