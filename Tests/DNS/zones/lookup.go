package main

import "github.com/miekg/dns"

// answer follows CoreDNS's plugin `file` (plugin/file/lookup.go) for zones without wildcards, DNAME and
// DNSSEC, among them its quirks: an origin with nothing but SOA and NS does not exist, a chain of
// CNAMEs ends after eight, and a target in no zone leaves the chain as it is.
func (all zones) answer(name string, kind uint16) *dns.Msg {
	reply := new(dns.Msg)
	z := all.holding(name)
	if z == nil {
		reply.Rcode = dns.RcodeRefused
		return reply
	}
	reply.Authoritative = true
	for hops := 0; ; hops++ {
		cname := of(dns.TypeCNAME, z.names[name])
		if len(cname) == 0 || kind == dns.TypeCNAME || hops > 8 {
			break
		}
		reply.Answer = append(reply.Answer, cname...)
		name = dns.CanonicalName(cname[0].(*dns.CNAME).Target)
		if z = all.holding(name); z == nil {
			return reply
		}
	}
	z.fill(reply, name, kind, all)
	return reply
}

// fill adds what the name itself has, or the reason why there is nothing.
func (z *zone) fill(reply *dns.Msg, name string, kind uint16, all zones) {
	if found := of(kind, z.names[name]); len(found) > 0 {
		reply.Answer = append(reply.Answer, found...)
		reply.Ns = of(dns.TypeNS, z.names[z.origin])
		for _, record := range found {
			if srv, ok := record.(*dns.SRV); ok {
				reply.Extra = append(reply.Extra, all.addresses(srv.Target)...)
			}
		}
		return
	}
	reply.Ns = []dns.RR{z.soa}
	if !z.exists(name) {
		reply.Rcode = dns.RcodeNameError
	}
}

func (z *zone) exists(name string) bool {
	for _, record := range z.names[name] {
		if t := record.Header().Rrtype; name != z.origin || t != dns.TypeSOA && t != dns.TypeNS {
			return true
		}
	}
	return z.parents[name]
}
