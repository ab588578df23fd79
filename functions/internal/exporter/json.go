package exporter

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// copyJSON copies one complete JSON value as it is.
func copyJSON(to io.Writer, report io.Reader) (found, error) {
	return eachElement(io.TeeReader(report, to), func(json.RawMessage) error { return nil })
}

// copyLines writes the elements of a JSON array one a line.
func copyLines(to io.Writer, report io.Reader) (found, error) {
	var line bytes.Buffer
	return eachElement(report, func(element json.RawMessage) error {
		line.Reset()
		if err := json.Compact(&line, element); err != nil {
			return err
		}
		line.WriteByte('\n')
		_, err := to.Write(line.Bytes())
		return err
	})
}

// eachElement calls do for each element of the array that report is, or once for anything else, to the end of report.
func eachElement(report io.Reader, do func(json.RawMessage) error) (f found, err error) {
	buffered := bufio.NewReader(report)
	start, err := firstByte(buffered)
	if err != nil {
		return f, jsonError(err)
	}
	decoder := json.NewDecoder(buffered)
	if start == '[' {
		if _, err := decoder.Token(); err != nil {
			return f, jsonError(err)
		}
	}
	for decoder.More() {
		var element json.RawMessage
		if err := decoder.Decode(&element); err != nil {
			return f, jsonError(err)
		}
		if f.rows == 0 {
			f.columns = fieldsOf(element)
		}
		f.rows++
		if err := do(element); err != nil {
			return f, err
		}
	}
	if start == '[' {
		if _, err := decoder.Token(); err != nil {
			return f, jsonError(err)
		}
	} else if f.rows > 1 {
		return f, damagedReport("there is something behind its JSON")
	}
	switch _, err := decoder.Token(); {
	case err == nil:
		return f, damagedReport("there is something behind its JSON")
	case err != io.EOF:
		return f, jsonError(err)
	}
	return f, nil
}

// firstByte returns the first byte that is no white space, and leaves it to be read.
func firstByte(r *bufio.Reader) (byte, error) {
	for {
		b, err := r.ReadByte()
		if err != nil {
			return 0, err
		}
		if b != ' ' && b != '\t' && b != '\r' && b != '\n' {
			return b, r.UnreadByte()
		}
	}
}

// fieldsOf returns the names of an object's fields, in their order.
func fieldsOf(object json.RawMessage) []string {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil
	}
	var names []string
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil
		}
		names = append(names, name.(string))
		var value json.RawMessage
		if decoder.Decode(&value) != nil {
			return nil
		}
	}
	return names
}

// jsonError says what is wrong with JSON, without repeating any of it.
func jsonError(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return damagedReport("its JSON ends too early")
	case errors.As(err, &syntax):
		return damagedReport("its JSON is not valid at byte %d", syntax.Offset)
	}
	return err
}
