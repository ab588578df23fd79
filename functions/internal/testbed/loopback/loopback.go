// Package loopback keeps the servers of the test bed to this machine. They listen on loopback addresses, but a browser
// here may be asked by any web page to call them: by their address, or by a name of its own that it lets lead here (DNS
// rebinding).
package loopback

import (
	"fmt"
	"net"
	"net/http"
	"strings"
)

// Only returns a handler that lets requests through to next only if they are for a loopback host, and come from no web
// page or from one of that same host and port. Programs send no Origin and no Sec-Fetch-Site, and are let through.
func Only(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isLoopback(r.Host) || !isOwn(r) {
			http.Error(w, fmt.Sprintf("This server is for this machine alone, and for no other web page. "+
				"To look at it, type its address, %s, into the browser.", r.Context().Value(http.LocalAddrContextKey)),
				http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isLoopback reports whether a host, perhaps with a port, is a loopback address or localhost.
func isLoopback(hostPort string) bool {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		host = strings.Trim(hostPort, "[]")
	}
	return strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
}

// isOwn reports whether no web page of another origin has made the browser send a request. Sec-Fetch-Site is none if
// somebody has typed the address. https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
func isOwn(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" && !strings.EqualFold(origin, "http://"+r.Host) {
		return false
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return true
	}
	return false
}
