// Zones reads a folder of zone files as CoreDNS does, with the library that it uses.
//
//	zones check FOLDER...          says what is wrong with the zones of each folder; status 1 if anything is
//	zones print FOLDER             every record, one a line: owner, TTL, IN, type, data
//	zones serve ADDRESS FOLDER     answers on port 53 by the rules of CoreDNS's plugin `file`
//
// A folder holds ORIGIN.zone for each zone.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

func main() {
	if len(os.Args) < 3 {
		fail("zones check|print|serve ...; see the source")
	}
	switch verb, rest := os.Args[1], os.Args[2:]; verb {
	case "check":
		os.Exit(check(rest))
	case "print":
		for _, zone := range readAll(rest[0]) {
			for _, record := range zone.records {
				fmt.Println(record.String())
			}
		}
	case "serve":
		serve(rest[0], readAll(rest[1]))
	default:
		fail("no verb " + verb)
	}
}

// check prints "PATH: COMPLAINT" lines, and at the end how much was read.
func check(folders []string) int {
	complaints, zones, records := 0, 0, 0
	for _, folder := range folders {
		set := readAll(folder)
		for _, zone := range set {
			zones++
			records += len(zone.records)
			for _, complaint := range append(zone.complaints(), set.complaints(zone)...) {
				complaints++
				fmt.Printf("%s: %s\n", zone.path, complaint)
			}
		}
	}
	fmt.Printf("%d zones, %d records, %d complaints\n", zones, records, complaints)
	if complaints > 0 || records == 0 {
		return 1
	}
	return 0
}

// readAll is fatal where a zone cannot be parsed, as it is for CoreDNS.
func readAll(folder string) zones {
	paths, err := filepath.Glob(filepath.Join(folder, "*.zone"))
	if err != nil || len(paths) == 0 {
		fail(folder + ": no zones")
	}
	sort.Strings(paths)
	var all zones
	for _, path := range paths {
		origin := strings.TrimSuffix(filepath.Base(path), ".zone") + "."
		zone, err := read(path, origin)
		if err != nil {
			fail(fmt.Sprintf("%s: %v", path, err))
		}
		all = append(all, zone)
	}
	return all
}

func fail(text string) {
	fmt.Fprintln(os.Stderr, text)
	os.Exit(1)
}
