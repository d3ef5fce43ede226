package main

import (
	"github.com/spf13/cobra"
)

// dataFlag adds the flag that names a server's folder.
func dataFlag(c *cobra.Command, data *string) {
	c.Flags().StringVar(data, "data", "", "the server's folder `DIR` (default: the user's data folder)")
}

// dataOf returns the folder that --data means.
func dataOf(data string) string {
	if data == "" {
		return userFolders().server()
	}
	return data
}
