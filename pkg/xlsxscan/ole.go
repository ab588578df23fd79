package xlsxscan

import (
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf16"
)

// The format of .xls, and the wrapping of encrypted workbooks: [MS-CFB], compound file binary.
const (
	oleMagic      = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	oleMaxSectors = 256 // of the directory; a .xls has one or two
	oleFATsInHead = 109
)

// oleKind returns why an OLE2 file cannot be read, by the names of its streams.
func oleKind(src io.ReaderAt) error {
	head := make([]byte, 512)
	if _, err := src.ReadAt(head, 0); err != nil {
		return oleFailure(err)
	}
	shift := binary.LittleEndian.Uint16(head[30:])
	if shift != 9 && shift != 12 {
		return fmt.Errorf("OLE2 header: %w", ErrDamaged)
	}
	size := int64(1) << shift
	sector := make([]byte, size)
	read := func(number uint32) error {
		_, err := src.ReadAt(sector, (int64(number)+1)*size)
		return err
	}
	kind := error(&NotWorkbookError{KindOldDocument})
	number := binary.LittleEndian.Uint32(head[48:]) // where the directory starts
	for range oleMaxSectors {
		if number >= 0xFFFFFFFA { // the end of a chain, or no sector
			return kind
		}
		if err := read(number); err != nil {
			return oleFailure(err)
		}
		for entry := sector; len(entry) >= 128; entry = entry[128:] {
			switch oleName(entry) {
			case "EncryptedPackage":
				return ErrEncrypted
			case "Workbook", "Book":
				kind = ErrOldExcel
			}
		}
		perFAT := uint32(size / 4)
		if number/perFAT >= oleFATsInHead {
			return kind
		}
		fat := binary.LittleEndian.Uint32(head[76+4*(number/perFAT):])
		if err := read(fat); err != nil {
			return oleFailure(err)
		}
		number = binary.LittleEndian.Uint32(sector[4*(number%perFAT):])
	}
	return kind
}

// oleName returns the name of a directory entry: UTF-16 in 64 bytes, then its length in bytes with a final zero.
func oleName(entry []byte) string {
	length := min(int(binary.LittleEndian.Uint16(entry[64:])), 64)/2 - 1
	var units []uint16
	for i := range max(length, 0) {
		units = append(units, binary.LittleEndian.Uint16(entry[2*i:]))
	}
	return string(utf16.Decode(units))
}

func oleFailure(err error) error {
	if err == io.EOF {
		return fmt.Errorf("OLE2 directory: %w", ErrDamaged)
	}
	return fmt.Errorf("read workbook: %w", err)
}
