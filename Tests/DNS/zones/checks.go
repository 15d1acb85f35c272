package main

import (
	"fmt"
	"net"
	"strings"

	"github.com/miekg/dns"
)

// complaints lists what a zone of ours must not have, though CoreDNS would load most of it silently.
func (z *zone) complaints() []string {
	found := z.lineComplaints()
	for owner, records := range z.names {
		found = append(found, z.ownerComplaints(owner, records)...)
	}
	apex := z.names[z.origin]
	if n := len(of(dns.TypeSOA, z.records)); n != 1 || len(of(dns.TypeSOA, apex)) != 1 {
		found = append(found, fmt.Sprintf("%d SOA, of which %d at the origin", n, len(of(dns.TypeSOA, apex))))
	}
	if len(of(dns.TypeNS, apex)) == 0 {
		found = append(found, "no NS at the origin")
	}
	if len(z.records) == len(of(dns.TypeSOA, apex))+len(of(dns.TypeNS, apex)) && !z.isAddress() {
		found = append(found, "nothing but SOA and NS: CoreDNS says NXDOMAIN for the origin")
	}
	return found
}

// isAddress: a reverse zone of a single address, which does not exist where it has no name.
func (z *zone) isAddress() bool {
	labels := dns.CountLabel(z.origin)
	return dns.IsSubDomain("in-addr.arpa.", z.origin) && labels == 4+2 ||
		dns.IsSubDomain("ip6.arpa.", z.origin) && labels == 32+2
}

// lineComplaints looks at the text: each line a record with its owner, relative and in lower case.
func (z *zone) lineComplaints() []string {
	var found []string
	for number, line := range strings.Split(z.text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], ";") || words[0] == "$TTL" {
			continue
		}
		owner := words[0]
		switch {
		case owner == "$ORIGIN" && len(words) == 2 && words[1] == z.origin:
		case strings.HasPrefix(owner, "$"):
			found = append(found, fmt.Sprintf("line %d: directive %s", number+1, owner))
		case line[0] == ' ' || line[0] == '\t':
			found = append(found, fmt.Sprintf("line %d: no owner", number+1))
		case strings.HasSuffix(owner, ".") || owner != strings.ToLower(owner):
			found = append(found, fmt.Sprintf("line %d: owner %s is not relative in lower case", number+1, owner))
		}
	}
	return found
}

func (z *zone) ownerComplaints(owner string, records []dns.RR) []string {
	var found []string
	complain := func(text string) { found = append(found, owner+" "+text) }
	if !dns.IsSubDomain(z.origin, owner) {
		complain("lies outside the zone")
	}
	if strings.HasPrefix(owner, "*") || strings.Contains(owner, ".*.") {
		complain("is a wildcard")
	}
	if len(owner) > 254 {
		complain("is longer than 253 bytes")
	}
	if len(of(dns.TypeCNAME, records)) > 0 && len(records) > 1 {
		complain("has a CNAME and something beside it")
	}
	if owner != z.origin && len(of(dns.TypeNS, records)) > 0 {
		complain("is delegated")
	}
	ttls := map[uint16]uint32{}
	seen := map[string]bool{}
	for _, record := range records {
		head := record.Header()
		if ttl, ok := ttls[head.Rrtype]; ok && ttl != head.Ttl {
			complain("has two TTLs of " + dns.TypeToString[head.Rrtype])
		}
		ttls[head.Rrtype] = head.Ttl
		if seen[record.String()] {
			complain("has twice: " + record.String())
		}
		seen[record.String()] = true
		if aaaa, ok := record.(*dns.AAAA); ok && aaaa.AAAA.To4() != nil {
			complain("has an AAAA that is an IPv4 address")
		}
	}
	return found
}

// complaints across zones: whatever a record points at inside them is there, and an address that has
// a name by PTR is an address of that name.
func (all zones) complaints(z *zone) []string {
	var found []string
	for _, record := range z.records {
		switch r := record.(type) {
		case *dns.SRV:
			if len(all.addresses(r.Target)) == 0 {
				found = append(found, "no address for: "+r.String())
			}
		case *dns.NS:
			if len(all.addresses(r.Ns)) == 0 {
				found = append(found, "no address for: "+r.String())
			}
		case *dns.PTR:
			if !all.confirms(r) {
				found = append(found, "not an address of the name: "+r.String())
			}
		}
	}
	return found
}

func (all zones) addresses(name string) []dns.RR {
	name = dns.CanonicalName(name)
	z := all.holding(name)
	if z == nil {
		return nil
	}
	return append(of(dns.TypeA, z.names[name]), of(dns.TypeAAAA, z.names[name])...)
}

func (all zones) confirms(ptr *dns.PTR) bool {
	for _, record := range all.addresses(ptr.Ptr) {
		var address net.IP
		switch r := record.(type) {
		case *dns.A:
			address = r.A
		case *dns.AAAA:
			address = r.AAAA
		}
		if name, err := dns.ReverseAddr(address.String()); err == nil && name == ptr.Hdr.Name {
			return true
		}
	}
	return false
}
