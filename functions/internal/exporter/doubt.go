package exporter

import (
	"context"
	"regexp"
	"slices"
	"strings"
)

func (is found) isSingle() bool { return is.wasCSV() && len(is.columns) == 1 }

func (is found) wasCSV() bool { return is.isCSV || is.converted }

// doubt returns an error if a report may be a message in its place ("Service temporarily unavailable"). A CSV may be one if
// it has a single column or no rows, and no column that the last report had; JSON if it has no such column. Without a last
// report, what reads like a message is in doubt, and a single column without rows.
func (c columns) doubt(is found) error {
	if len(c.names) == 0 {
		if is.isSingle() && is.rows == 0 || is.readsLikeMessage() {
			return damaged("it reads like a message instead of a report")
		}
		return nil
	}
	known := map[string]bool{}
	for _, name := range c.names {
		known[plainWord(name)] = true
	}
	isKnown := func(name string) bool { return known[plainWord(name)] }
	isStrange := len(is.columns) > 0 && !slices.ContainsFunc(is.columns, isKnown)
	hasNew := slices.ContainsFunc(is.columns, func(name string) bool { return !isKnown(name) })
	switch {
	case is.isSingle() && !slices.Equal(c.names, is.columns):
		return damaged("it has a single column, which the last one did not have: it may be a message instead of a report")
	case isStrange && !(is.wasCSV() && is.rows > 0):
		return damaged("it has no column that the last one had: it may be a message instead of a report")
	case hasNew && !is.wasCSV() && is.readsLikeMessage():
		return damaged("it reads like a message instead of a report")
	}
	return nil
}

// The names that the fields of a message in JSON have: one of the first, and perhaps some of the second.
var (
	messageFields = []string{"message", "msg", "error", "errors", "errormessage", "errorcode", "detail", "fault"}
	messageAsides = []string{"code", "status", "statuscode", "success", "ok", "title", "type", "timestamp", "path", "instance",
		"requestid", "reason", "description", "details"}
)

// The words of a message in the place of a CSV, and a sentence: a full stop behind three words. More than four words in the
// only column are one too.
var (
	messageWords = regexp.MustCompile(`(?i)unavailable|try again|please|sorry|timed? ?out|not (yet )?ready|being (generated|prepared)|` +
		`too many requests|bad gateway|server error|proxy error|request rejected|maintenance|unauthorized|forbidden`)
	sentence = regexp.MustCompile(`\S+\s+\S+\s+\S+[.!\x{2026}]\s*$`)
)

// readsLikeMessage reports whether what may be a message has the words of one.
func (is found) readsLikeMessage() bool {
	if !is.wasCSV() {
		return is.rows == 1 && slices.ContainsFunc(is.columns, isOf(messageFields)) &&
			!slices.ContainsFunc(is.columns, func(name string) bool { return !isOf(messageFields)(name) && !isOf(messageAsides)(name) })
	}
	if !is.isSingle() && is.rows > 0 {
		return false
	}
	isWordy := func(name string) bool {
		return messageWords.MatchString(name) || sentence.MatchString(name) || is.isSingle() && len(strings.Fields(name)) > 4
	}
	return slices.ContainsFunc(is.columns, isWordy)
}

func isOf(words []string) func(name string) bool {
	return func(name string) bool { return slices.Contains(words, plainWord(name)) }
}

// doubt compares a report with what its layout is known to have, and says how to get it in if it is one after all.
func (r *run) doubt(ctx context.Context, x export, is found) error {
	known := r.columnsOf(ctx, x)
	err := known.doubt(is)
	if err != nil && len(known.names) > 0 {
		key := r.Settings.Prefix + x.folder() + columnsName
		return &hintedError{err, "if its columns are right, delete " + key + ", and export it again"}
	}
	return err
}
