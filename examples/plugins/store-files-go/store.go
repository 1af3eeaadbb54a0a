package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/ioutil"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"time"

	objectstore "gofer/objectstore/v1"
	"golang.org/x/net/context"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	longestScope = 256
	longestKey   = 1024
	chunkBytes   = 256 << 10
)

// store serves gofer.objectstore.v1. An object is one file, found by the digests of its scope and key, which are
// two values and never joined: the bytes, then a footer of JSON, then the footer's length. So bytes and metadata
// appear in one rename, and a reader keeps the file it has opened.
type store struct {
	*lifecycle
	objects string
	// Held while a condition is checked and the file put in its place.
	commit sync.Mutex
}

func newRole(plugin *lifecycle) role {
	return &store{lifecycle: plugin}
}

func (s *store) register(server *grpc.Server) {
	objectstore.RegisterObjectStoreServer(server, s)
}

func (s *store) open(_ config, directory string) error {
	s.objects = filepath.Join(directory, "objects")
	return os.MkdirAll(s.objects, 0o700)
}

func (s *store) problem() error {
	if _, err := os.Stat(s.objects); err != nil {
		return fmt.Errorf("%v: restart the plugin to make it again", err)
	}
	return nil
}

type footer struct {
	Key        []byte
	Size       int64
	Sha256     []byte
	Etag       string
	ModifiedMs int64
}

func (f footer) info() *objectstore.ObjectInfo {
	return &objectstore.ObjectInfo{Key: string(f.Key), SizeBytes: f.Size, Sha256: f.Sha256, Etag: f.Etag, ModifiedAtMs: f.ModifiedMs}
}

func digest(value string) string {
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:])
}

func checkScope(scope string) error {
	if len(scope) > longestScope {
		return status.Errorf(codes.InvalidArgument, "the scope has %d bytes, at most %d are allowed", len(scope), longestScope)
	}
	return nil
}

func checkName(scope, key string) error {
	if err := checkScope(scope); err != nil {
		return err
	}
	if key == "" || len(key) > longestKey {
		return status.Errorf(codes.InvalidArgument, "the key has %d bytes, it needs 1 to %d", len(key), longestKey)
	}
	return nil
}

// openFile gives the file of an object and its footer. The file's offset is its first byte.
func openFile(path, key string) (*os.File, footer, error) {
	file, err := os.Open(path)
	if os.IsNotExist(err) {
		return nil, footer{}, status.Errorf(codes.NotFound, "there is no object %q", key)
	}
	if err != nil {
		return nil, footer{}, status.Errorf(codes.Unavailable, "object %q cannot be opened: %v", key, err)
	}
	found, err := readFooter(file)
	if err != nil {
		file.Close()
		return nil, footer{}, status.Errorf(codes.DataLoss, "object %q is damaged: %v", key, err)
	}
	return file, found, nil
}

func readFooter(file *os.File) (found footer, err error) {
	var length [4]byte
	end, err := file.Seek(-4, io.SeekEnd)
	if err != nil {
		return found, err
	}
	if _, err = io.ReadFull(file, length[:]); err != nil {
		return found, err
	}
	raw := make([]byte, binary.BigEndian.Uint32(length[:]))
	if _, err = file.ReadAt(raw, end-int64(len(raw))); err != nil {
		return found, err
	}
	if err = json.Unmarshal(raw, &found); err != nil {
		return found, err
	}
	_, err = file.Seek(0, io.SeekStart)
	return found, err
}

func (s *store) Put(stream objectstore.ObjectStore_PutServer) error {
	config, err := s.ready()
	if err != nil {
		return err
	}
	first, err := stream.Recv()
	if err == io.EOF {
		return status.Error(codes.InvalidArgument, "the stream is empty: the first message must be the header")
	}
	if err != nil {
		return err
	}
	header := first.GetHeader()
	if header == nil {
		return status.Error(codes.InvalidArgument, "the first message must be the header")
	}
	if err := checkName(header.Scope, header.Key); err != nil {
		return err
	}
	directory := filepath.Join(s.objects, digest(header.Scope))
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return status.Errorf(codes.Unavailable, "object %q cannot be stored: %v", header.Key, err)
	}
	file, err := ioutil.TempFile(directory, ".part-")
	if err != nil {
		return status.Errorf(codes.Unavailable, "object %q cannot be stored: %v", header.Key, err)
	}
	// Removes what was not committed; after the rename there is nothing of that name.
	defer os.Remove(file.Name())
	defer file.Close()

	hash := sha256.New()
	stored := footer{Key: []byte(header.Key)}
	for {
		message, err := stream.Recv()
		if err == io.EOF {
			return status.Error(codes.InvalidArgument, "the stream ended without a trailer: nothing is stored")
		}
		if err != nil {
			return err
		}
		if trailer := message.GetTrailer(); trailer != nil {
			stored.Sha256 = hash.Sum(nil)
			if trailer.SizeBytes != stored.Size || !bytes.Equal(trailer.Sha256, stored.Sha256) {
				return status.Errorf(codes.DataLoss, "object %q arrived with %d bytes, its trailer says %d and another digest or size", header.Key, stored.Size, trailer.SizeBytes)
			}
			break
		}
		if message.GetHeader() != nil {
			return status.Error(codes.InvalidArgument, "a second header")
		}
		chunk := message.GetChunk()
		if stored.Size += int64(len(chunk)); stored.Size > config.MaxObjectBytes {
			return status.Errorf(codes.ResourceExhausted, "object %q is larger than max_object_bytes (%d)", header.Key, config.MaxObjectBytes)
		}
		hash.Write(chunk)
		if _, err := file.Write(chunk); err != nil {
			return status.Errorf(codes.ResourceExhausted, "object %q cannot be written: %v", header.Key, err)
		}
	}

	s.commit.Lock()
	defer s.commit.Unlock()
	path := filepath.Join(directory, digest(header.Key))
	before, known, err := openFile(path, header.Key)
	if err == nil {
		before.Close()
	} else if status.Code(err) != codes.NotFound {
		return err
	}
	if header.IfAbsent && err == nil {
		return status.Errorf(codes.AlreadyExists, "object %q exists", header.Key)
	}
	if header.IfMatch != "" && known.Etag != header.IfMatch {
		return status.Errorf(codes.FailedPrecondition, "object %q has another etag than %q", header.Key, header.IfMatch)
	}
	if stored.Etag, err = newEtag(); err != nil {
		return err
	}
	stored.ModifiedMs = time.Now().UnixNano() / int64(time.Millisecond)
	if err := finish(file, stored, path); err != nil {
		return status.Errorf(codes.ResourceExhausted, "object %q cannot be stored: %v", header.Key, err)
	}
	return stream.SendAndClose(&objectstore.PutResponse{Object: stored.info()})
}

// finish writes the footer, makes the file durable and puts it in its place.
func finish(file *os.File, stored footer, path string) error {
	raw, err := json.Marshal(stored)
	if err != nil {
		return err
	}
	length := make([]byte, 4)
	binary.BigEndian.PutUint32(length, uint32(len(raw)))
	if _, err := file.Write(append(raw, length...)); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	directory, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer directory.Close()
	return directory.Sync()
}

func newEtag() (string, error) {
	random := make([]byte, 16)
	_, err := rand.Read(random)
	return hex.EncodeToString(random), err
}

func (s *store) Get(request *objectstore.GetRequest, stream objectstore.ObjectStore_GetServer) error {
	file, found, err := s.find(request.Scope, request.Key)
	if err != nil {
		return err
	}
	defer file.Close()
	if request.OffsetBytes < 0 || request.LengthBytes < 0 {
		return status.Error(codes.InvalidArgument, "offset and length must not be negative")
	}
	if request.OffsetBytes > found.Size {
		return status.Errorf(codes.OutOfRange, "object %q has %d bytes, the range begins at %d", request.Key, found.Size, request.OffsetBytes)
	}
	length := found.Size - request.OffsetBytes
	if request.LengthBytes > 0 && request.LengthBytes < length {
		length = request.LengthBytes
	}
	if err := stream.Send(&objectstore.GetResponse{Part: &objectstore.GetResponse_Object{Object: found.info()}}); err != nil {
		return err
	}
	content := io.NewSectionReader(file, request.OffsetBytes, length)
	buffer := make([]byte, chunkBytes)
	for {
		n, err := content.Read(buffer)
		if n > 0 {
			if err := stream.Send(&objectstore.GetResponse{Part: &objectstore.GetResponse_Chunk{Chunk: buffer[:n]}}); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return status.Errorf(codes.Unavailable, "object %q cannot be read: %v", request.Key, err)
		}
	}
}

func (s *store) find(scope, key string) (*os.File, footer, error) {
	if _, err := s.ready(); err != nil {
		return nil, footer{}, err
	}
	if err := checkName(scope, key); err != nil {
		return nil, footer{}, err
	}
	return openFile(filepath.Join(s.objects, digest(scope), digest(key)), key)
}

func (s *store) Head(_ context.Context, request *objectstore.HeadRequest) (*objectstore.HeadResponse, error) {
	file, found, err := s.find(request.Scope, request.Key)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return &objectstore.HeadResponse{Object: found.info()}, nil
}

func (s *store) Delete(_ context.Context, request *objectstore.DeleteRequest) (*objectstore.DeleteResponse, error) {
	if _, err := s.ready(); err != nil {
		return nil, err
	}
	if err := checkName(request.Scope, request.Key); err != nil {
		return nil, err
	}
	s.commit.Lock()
	defer s.commit.Unlock()
	err := os.Remove(filepath.Join(s.objects, digest(request.Scope), digest(request.Key)))
	if err != nil && !os.IsNotExist(err) {
		return nil, status.Errorf(codes.Unavailable, "object %q cannot be removed: %v", request.Key, err)
	}
	return &objectstore.DeleteResponse{}, nil
}

// List reads the footer of every object of the scope: plain, and good enough for some thousands of objects.
func (s *store) List(_ context.Context, request *objectstore.ListRequest) (*objectstore.ListResponse, error) {
	if _, err := s.ready(); err != nil {
		return nil, err
	}
	if err := checkScope(request.Scope); err != nil {
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
	directory := filepath.Join(s.objects, digest(request.Scope))
	entries, err := ioutil.ReadDir(directory)
	if err != nil && !os.IsNotExist(err) {
		return nil, status.Errorf(codes.Unavailable, "scope cannot be listed: %v", err)
	}
	var found []footer
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		file, one, err := openFile(filepath.Join(directory, entry.Name()), entry.Name())
		if status.Code(err) == codes.NotFound {
			continue // Removed since the directory was read.
		}
		if err != nil {
			return nil, err
		}
		file.Close()
		if key := string(one.Key); strings.HasPrefix(key, request.Prefix) && (request.PageToken == "" || key > after) {
			found = append(found, one)
		}
	}
	sort.Slice(found, func(a, b int) bool { return bytes.Compare(found[a].Key, found[b].Key) < 0 })
	response := &objectstore.ListResponse{}
	for _, one := range found {
		if len(response.Objects) == size {
			last := response.Objects[size-1].Key
			response.NextPageToken = "k" + base64.RawURLEncoding.EncodeToString([]byte(last))
			break
		}
		response.Objects = append(response.Objects, one.info())
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
		return "", status.Errorf(codes.InvalidArgument, "page_token %q is not one of ours", token)
	}
	return string(key), nil
}
