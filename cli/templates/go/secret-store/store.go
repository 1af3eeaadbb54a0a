package main

import (
	"bytes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io/ioutil"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"time"

	secretstore "gofer/secretstore/v1"
	"golang.org/x/net/context"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	longestName = 256
	mostRefs    = 100
)

// store serves gofer.secretstore.v1. A secret is one file, found by the digests of its scope and key, which are two values
// and never joined. Names are no secrets; the value is sealed for its name, so that it does not open under another one.
type store struct {
	*lifecycle
	secrets string
	aead    cipher.AEAD
	// Held while a condition is checked and the file put in its place.
	commit sync.Mutex
}

// entry is what the file of a secret holds, as JSON.
type entry struct {
	Scope      string
	Key        string
	Sealed     []byte
	ModifiedMs int64
}

func newRole(plugin *lifecycle) role {
	return &store{lifecycle: plugin}
}

func (s *store) register(server *grpc.Server) {
	secretstore.RegisterSecretStoreServer(server, s)
}

func (s *store) open(config config, directory string) (err error) {
	if s.aead, err = newCipher(config.key); err != nil {
		return err
	}
	s.secrets = filepath.Join(directory, "secrets")
	return os.MkdirAll(s.secrets, 0o700)
}

func (s *store) problem() error {
	_, err := os.Stat(s.secrets)
	return err
}

func digest(value string) string {
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:])
}

func bound(scope, key string) []byte {
	raw, _ := json.Marshal([]string{scope, key}) // Text can always be written.
	return raw
}

// path checks a name and gives its file.
func (s *store) path(ref *secretstore.SecretRef) (string, error) {
	if _, err := s.ready(); err != nil {
		return "", err
	}
	if ref == nil {
		return "", status.Error(codes.InvalidArgument, "ref is required")
	}
	if len(ref.Scope) > longestName || ref.Key == "" || len(ref.Key) > longestName {
		return "", status.Errorf(codes.InvalidArgument, "scope and key have at most %d bytes, and the key at least one", longestName)
	}
	return filepath.Join(s.secrets, digest(ref.Scope), digest(ref.Key)), nil
}

// read gives what the file of a secret holds; nil when there is none.
func read(path string) (*entry, error) {
	raw, err := ioutil.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, nil
	}
	found := &entry{}
	if err == nil {
		err = json.Unmarshal(raw, found)
	}
	if err != nil {
		return nil, status.Errorf(codes.DataLoss, "the file %s is damaged: restore it, or delete the secret", path)
	}
	return found, nil
}

// find gives a secret with its value; nil when there is none.
func (s *store) find(ref *secretstore.SecretRef) (*secretstore.Secret, error) {
	path, err := s.path(ref)
	if err != nil {
		return nil, err
	}
	found, err := read(path)
	if found == nil || err != nil {
		return nil, err
	}
	value, err := unseal(s.aead, bound(ref.Scope, ref.Key), found.Sealed)
	if err != nil {
		return nil, status.Errorf(codes.DataLoss, "secret %q cannot be decrypted: is encryption_key another one?", ref.Key)
	}
	return &secretstore.Secret{Ref: ref, Value: value, ModifiedAtMs: found.ModifiedMs}, nil
}

func (s *store) Get(_ context.Context, request *secretstore.GetRequest) (*secretstore.GetResponse, error) {
	secret, err := s.find(request.Ref)
	if err != nil {
		return nil, err
	}
	if secret == nil {
		return nil, status.Errorf(codes.NotFound, "there is no secret %q", request.Ref.Key)
	}
	return &secretstore.GetResponse{Secret: secret}, nil
}

func (s *store) BatchGet(_ context.Context, request *secretstore.BatchGetRequest) (*secretstore.BatchGetResponse, error) {
	if _, err := s.ready(); err != nil {
		return nil, err
	}
	if len(request.Refs) > mostRefs {
		return nil, status.Errorf(codes.InvalidArgument, "%d secrets are asked for at once, at most %d are allowed", len(request.Refs), mostRefs)
	}
	response := &secretstore.BatchGetResponse{}
	for _, ref := range request.Refs {
		secret, err := s.find(ref)
		if err != nil {
			return nil, err
		}
		if secret != nil {
			response.Secrets = append(response.Secrets, secret)
		}
	}
	return response, nil
}

func (s *store) Put(_ context.Context, request *secretstore.PutRequest) (*secretstore.PutResponse, error) {
	path, err := s.path(request.Ref)
	if err != nil {
		return nil, err
	}
	config, err := s.ready()
	if err != nil {
		return nil, err
	}
	if len(request.Value) > config.MaxValueBytes {
		return nil, status.Errorf(codes.InvalidArgument, "the value has %d bytes, at most %d are allowed", len(request.Value), config.MaxValueBytes)
	}
	s.commit.Lock()
	defer s.commit.Unlock()
	before, err := read(path)
	if request.IfAbsent && (before != nil || err != nil) {
		return nil, status.Errorf(codes.AlreadyExists, "secret %q exists", request.Ref.Key)
	}
	sealed, err := seal(s.aead, bound(request.Ref.Scope, request.Ref.Key), request.Value)
	if err != nil {
		return nil, err
	}
	now := time.Now().UnixNano() / int64(time.Millisecond)
	raw, err := json.Marshal(entry{Scope: request.Ref.Scope, Key: request.Ref.Key, Sealed: sealed, ModifiedMs: now})
	if err == nil {
		err = write(path, raw)
	}
	if err != nil {
		return nil, status.Errorf(codes.Unavailable, "secret %q cannot be stored: %v", request.Ref.Key, err)
	}
	return &secretstore.PutResponse{ModifiedAtMs: now}, nil
}

// write puts a file in its place, whole and durably.
func write(path string, raw []byte) error {
	directory := filepath.Dir(path)
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	file, err := ioutil.TempFile(directory, ".part-")
	if err != nil {
		return err
	}
	// After the rename there is nothing of that name.
	defer os.Remove(file.Name())
	defer file.Close()
	if _, err := file.Write(raw); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncDirectory(directory)
}

func syncDirectory(path string) error {
	directory, err := os.Open(path)
	if err != nil {
		return err
	}
	defer directory.Close()
	return directory.Sync()
}

func (s *store) Delete(_ context.Context, request *secretstore.DeleteRequest) (*secretstore.DeleteResponse, error) {
	path, err := s.path(request.Ref)
	if err != nil {
		return nil, err
	}
	s.commit.Lock()
	defer s.commit.Unlock()
	err = os.Remove(path)
	if err == nil {
		err = syncDirectory(filepath.Dir(path))
	}
	if err != nil && !os.IsNotExist(err) {
		return nil, status.Errorf(codes.Unavailable, "secret %q cannot be removed: %v", request.Ref.Key, err)
	}
	return &secretstore.DeleteResponse{}, nil
}

// List reads every file of the scope: plain, and good enough for some thousands of secrets.
func (s *store) List(_ context.Context, request *secretstore.ListRequest) (*secretstore.ListResponse, error) {
	if _, err := s.ready(); err != nil {
		return nil, err
	}
	size := int(request.PageSize)
	if size == 0 {
		size = 100
	}
	if size < 1 || size > 1000 {
		return nil, status.Errorf(codes.InvalidArgument, "page_size %d is not in 1 to 1000", size)
	}
	after, err := parseToken(request.PageToken)
	if err != nil {
		return nil, err
	}
	directory := filepath.Join(s.secrets, digest(request.Scope))
	files, err := ioutil.ReadDir(directory)
	if err != nil && !os.IsNotExist(err) {
		return nil, status.Errorf(codes.Unavailable, "scope cannot be listed: %v", err)
	}
	var found []*secretstore.SecretKey
	for _, file := range files {
		if strings.HasPrefix(file.Name(), ".") {
			continue
		}
		one, err := read(filepath.Join(directory, file.Name()))
		if err != nil {
			return nil, err
		}
		// Nil when it was removed since the directory was read.
		if one != nil && (request.PageToken == "" || one.Key > after) {
			found = append(found, &secretstore.SecretKey{Key: one.Key, ModifiedAtMs: one.ModifiedMs})
		}
	}
	sort.Slice(found, func(a, b int) bool { return bytes.Compare([]byte(found[a].Key), []byte(found[b].Key)) < 0 })
	response := &secretstore.ListResponse{Keys: found}
	if len(found) > size {
		response.Keys = found[:size]
		response.NextPageToken = "k" + base64.RawURLEncoding.EncodeToString([]byte(found[size-1].Key))
	}
	return response, nil
}

// A page token is "k" and the last key of the page before: it stays valid whatever comes and goes.
func parseToken(token string) (string, error) {
	if token == "" {
		return "", nil
	}
	key, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(token, "k"))
	if err != nil || !strings.HasPrefix(token, "k") {
		return "", status.Error(codes.InvalidArgument, "the page token is not one of ours")
	}
	return string(key), nil
}
