package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// service is the unit that the packages install.
const service = "../../assets/systemd/chat-tui.service"

// The service of the packages may use its sockets and its own folder.
func TestTheServiceIsHardened(t *testing.T) {
	text, err := os.ReadFile(service)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"DynamicUser=yes", "StateDirectoryMode=0700", "CapabilityBoundingSet=", "NoNewPrivileges=yes", "ProtectSystem=strict",
		"ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes", "MemoryDenyWriteExecute=yes", "RestrictNamespaces=yes",
		"RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX", "SystemCallFilter=@system-service", "UMask=0077",
	} {
		if !strings.Contains(string(text), "\n"+line+"\n") {
			t.Errorf("the unit lacks %s", line)
		}
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		return // read, at least
	}
	out, err := exec.CommandContext(t.Context(), analyze, "security", "--offline=true", "--threshold=15", service).CombinedOutput()
	if err != nil && strings.Contains(string(out), "exposure") {
		t.Errorf("%v\n%s", err, out)
	}
}
