// Command module-proxy makes a folder that GOPROXY=file://… takes for a proxy of Go modules, out of the source tree of the Go
// packages of a distribution. So it can be tested without a network that a go.mod names the modules that its program needs.
//
// A module gets the language version and the requirements that it has in its go.mod, these as far as the others given here fulfil them, in the versions given:
// with these the distribution has built it.
//
// Usage: module-proxy SOURCES PROXY MODULE@VERSION…
package main

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var requirement = regexp.MustCompile(`^\s*(?:require\s+)?([\w./-]+\.[\w./-]+)\s+v\S+`)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 4 {
		log.Fatal("usage: module-proxy SOURCES PROXY MODULE@VERSION…")
	}
	versions := map[string]string{}
	for _, given := range os.Args[3:] {
		at := strings.LastIndex(given, "@")
		versions[given[:at]] = given[at+1:]
	}
	for module, version := range versions {
		if err := publish(os.Args[1], os.Args[2], module, version, versions); err != nil {
			log.Fatalf("%s: %v", module, err)
		}
	}
}

func publish(sources, proxy, module, version string, versions map[string]string) error {
	folder := filepath.Join(proxy, module, "@v")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	source := filepath.Join(sources, module)
	texts := map[string]string{
		"list":            version + "\n",
		version + ".info": fmt.Sprintf(`{"Version":%q,"Time":"2020-01-01T00:00:00Z"}`, version),
		version + ".mod":  requirements(source, module, versions),
	}
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	file, err := os.Create(filepath.Join(folder, version+".zip"))
	if err != nil {
		return err
	}
	archive := zip.NewWriter(file)
	err = filepath.Walk(source, func(path string, info os.FileInfo, err error) error {
		if err != nil || !info.Mode().IsRegular() {
			return err
		}
		inside, err := filepath.Rel(source, path)
		if err != nil || strings.Contains(inside, "testdata") {
			return err
		}
		entry, err := archive.Create(module + "@" + version + "/" + filepath.ToSlash(inside))
		if err != nil {
			return err
		}
		content, err := os.Open(path)
		if err != nil {
			return err
		}
		defer content.Close()
		_, err = io.Copy(entry, content)
		return err
	})
	if err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return file.Close()
}

// requirements gives the text of a go.mod.
func requirements(source, module string, versions map[string]string) string {
	text := "module " + module + "\n"
	file, err := os.Open(filepath.Join(source, "go.mod"))
	if err != nil {
		return text
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if found := requirement.FindStringSubmatch(lines.Text()); found != nil && versions[found[1]] != "" {
			text += "require " + found[1] + " " + versions[found[1]] + "\n"
		} else if strings.HasPrefix(lines.Text(), "go ") {
			text += lines.Text() + "\n"
		}
	}
	return text
}
