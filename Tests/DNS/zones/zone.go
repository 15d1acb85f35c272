package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/miekg/dns"
)

// A zone is one file: its records in order, and the same by owner, in lower case.
type zone struct {
	path, origin string
	text         string
	records      []dns.RR
	names        map[string][]dns.RR
	// Every name that is above another one, with or without records of its own.
	parents map[string]bool
	soa     *dns.SOA
}

type zones []*zone

// read does what CoreDNS does at a start: a zone without SOA, or with the serial 0, is refused.
// Directives that read other files are refused here.
func read(path, origin string) (*zone, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	z := &zone{path: path, origin: dns.CanonicalName(origin), text: string(text),
		names: map[string][]dns.RR{}, parents: map[string]bool{}}
	parser := dns.NewZoneParser(strings.NewReader(z.text), z.origin, path)
	for record, ok := parser.Next(); ok; record, ok = parser.Next() {
		if err := z.insert(record); err != nil {
			return nil, err
		}
	}
	if err := parser.Err(); err != nil {
		return nil, err
	}
	if z.soa == nil {
		return nil, errors.New("no SOA")
	}
	return z, nil
}

func (z *zone) insert(record dns.RR) error {
	if soa, ok := record.(*dns.SOA); ok {
		if soa.Serial == 0 {
			return errors.New("serial 0: never loaded")
		}
		z.soa = soa
	}
	if record.Header().Class != dns.ClassINET {
		return fmt.Errorf("not IN: %s", record)
	}
	owner := dns.CanonicalName(record.Header().Name)
	z.records = append(z.records, record)
	z.names[owner] = append(z.names[owner], record)
	for owner != z.origin && owner != "." {
		owner = parent(owner)
		z.parents[owner] = true
	}
	return nil
}

// parent is the name less its first label; the root is its own.
func parent(name string) string {
	if at, end := dns.NextLabel(name, 0); !end {
		return name[at:]
	}
	return "."
}

// of picks the records of one type.
func of(kind uint16, records []dns.RR) []dns.RR {
	var found []dns.RR
	for _, record := range records {
		if record.Header().Rrtype == kind {
			found = append(found, record)
		}
	}
	return found
}

// holding is the zone with the longest origin above the name, or nil.
func (all zones) holding(name string) *zone {
	var best *zone
	for _, z := range all {
		if dns.IsSubDomain(z.origin, name) && (best == nil || len(z.origin) > len(best.origin)) {
			best = z
		}
	}
	return best
}
