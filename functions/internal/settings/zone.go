package settings

import (
	"errors"
	"time"
)

// ParseZone returns the time zone of an IANA name, or what a name must be.
func ParseZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || zone == time.Local {
		return nil, errors.New("must be an IANA time zone, such as Europe/Berlin or Australia/Sydney")
	}
	return zone, nil
}
