package importer

import "slices"

// The extraordinary days of a company.

// reorganise gives most people another manager.
func (c *company) reorganise() {
	for _, e := range c.staff {
		if c.chance(0.8) {
			c.giveManager(e)
		}
	}
}

// acquire brings half as many people again.
func (c *company) acquire() {
	for range max(3, len(c.staff)/2) {
		c.hire(0)
	}
}

// moveToNewDomain gives everybody a new address.
func (c *company) moveToNewDomain() {
	c.at = "example.org"
	for _, e := range c.staff {
		e.email = c.address(e)
		c.changed(e)
	}
}

// moveToNewSystem gives everybody a new code, and knows nobody who has left.
func (c *company) moveToNewSystem() {
	c.code, c.left = "N", nil
	for _, e := range c.staff {
		e.code = "N" + e.code[1:]
		c.changed(e)
	}
}

// endSeason lets a fifth of the people go, on one day.
func (c *company) endSeason() {
	for _, e := range slices.Clone(c.staff[len(c.staff)-max(1, len(c.staff)/5):]) {
		e.lastDay = c.day(-1)
		c.leave(e)
	}
}
