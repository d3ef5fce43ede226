package chat

import "time"

// ListDevices asks for the devices of one's own account; its type on the wire
// is device.list.
type ListDevices struct{ Request }

// DeviceList answers ListDevices, in the order they were added; its type on
// the wire is device.list.
type DeviceList struct {
	Answer
	Devices []Device `json:"devices"`
}

// A Device is a key that may use an account.
type Device struct {
	Key      string    `json:"key" wire:"required"` // fingerprint
	Name     string    `json:"name,omitempty"`
	Added    time.Time `json:"added,omitzero"`
	Recovery bool      `json:"recovery,omitempty"` // no device, but a code on paper
	This     bool      `json:"this,omitempty"`     // the one that asks
	Sessions int64     `json:"sessions,omitempty"` // connected now
}

// AddDevice lets a further device use one's account: the one that shows Code,
// or the one whose Key made Sig. With Look nothing is changed yet; the answer
// tells which device it would be. Its type on the wire is device.add.
type AddDevice struct {
	Request
	Code     string `json:"code,omitempty"`
	Key      string `json:"key,omitempty"` // base64 Ed25519 public key
	Sig      string `json:"sig,omitempty"` // base64; see wire.DevicePayload
	Name     string `json:"name,omitempty"`
	Recovery bool   `json:"recovery,omitempty"`
	Look     bool   `json:"look,omitempty"`
}

// DeviceAdded answers AddDevice; its type on the wire is device.add.
type DeviceAdded struct {
	Answer
	Device Device `json:"device" wire:"required"`
	From   string `json:"from,omitempty"` // where it is connected from, if it shows a code
}

// RemoveDevice takes one's account from a device; its type on the wire is
// device.remove.
type RemoveDevice struct {
	Request
	Key string `json:"key" wire:"required"` // fingerprint
}

// DeviceCode answers the hello of a device that wants to be added (see
// PROTOCOL.md, "Devices"); its type on the wire is device.code.
type DeviceCode struct {
	Answer
	Code  string    `json:"code" wire:"required"`
	Until time.Time `json:"until,omitzero"`
}

// DeviceLinked tells a device that it was added; its type on the wire is
// device.linked.
type DeviceLinked struct {
	Nick    string `json:"nick" wire:"required"`
	Account string `json:"account" wire:"required"`
}

// MaxDeviceName is how long the name of a device may be, in bytes.
const MaxDeviceName = 64

// Type returns "device.list".
func (*ListDevices) Type() string { return "device.list" }

// Type returns "device.list".
func (*DeviceList) Type() string { return "device.list" }

// Type returns "device.add".
func (*AddDevice) Type() string { return "device.add" }

// Type returns "device.add".
func (*DeviceAdded) Type() string { return "device.add" }

// Type returns "device.remove".
func (*RemoveDevice) Type() string { return "device.remove" }

// Type returns "device.code".
func (*DeviceCode) Type() string { return "device.code" }

// Type returns "device.linked".
func (*DeviceLinked) Type() string { return "device.linked" }
