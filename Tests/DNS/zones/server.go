package main

import (
	"net"
	"strings"

	"github.com/miekg/dns"
)

// serve answers until it is killed, and says "ready" when it does.
func serve(address string, all zones) {
	host := net.JoinHostPort(strings.Trim(address, "[]"), "53")
	handler := dns.HandlerFunc(func(w dns.ResponseWriter, query *dns.Msg) {
		_, isUDP := w.RemoteAddr().(*net.UDPAddr)
		w.WriteMsg(all.reply(query, isUDP))
	})
	done := make(chan error)
	for _, network := range []string{"udp", "tcp"} {
		server := &dns.Server{Addr: host, Net: network, Handler: handler,
			NotifyStartedFunc: func() { println("ready") }}
		go func() { done <- server.ListenAndServe() }()
	}
	fail((<-done).Error())
}

func (all zones) reply(query *dns.Msg, isUDP bool) *dns.Msg {
	if len(query.Question) != 1 {
		return new(dns.Msg).SetRcode(query, dns.RcodeFormatError)
	}
	question := query.Question[0]
	reply := all.answer(dns.CanonicalName(question.Name), question.Qtype)
	rcode := reply.Rcode
	reply.SetRcode(query, rcode)
	size := dns.MinMsgSize
	if edns := query.IsEdns0(); edns != nil {
		size = int(edns.UDPSize())
		reply.SetEdns0(uint16(size), false)
	}
	if isUDP {
		reply.Truncate(size)
	}
	return reply
}
