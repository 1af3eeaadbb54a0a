package main

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	proto "gofer/trigger/v1"
	"golang.org/x/net/context"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const signOfLife = 25 * time.Second

// trigger serves gofer.trigger.v1: it fires at an interval, counted from the making of the subscription. It remembers
// nothing: the moment is the identity of the event, and the kernel makes one run of an event however often it is told.
// So the latest moment that has passed is told at every connect, and what was due while nobody was there is made up for once.
type trigger struct {
	*lifecycle
}

func newRole(plugin *lifecycle) role {
	return &trigger{lifecycle: plugin}
}

func (t *trigger) register(server *grpc.Server) {
	proto.RegisterTriggerServer(server, t)
}

func (*trigger) open(config, string) error { return nil }

func (*trigger) problem() error { return nil }

// parameters gives the interval, and everything that is wrong with a subscription.
func parameters(subscription *proto.Subscription, config config) (every time.Duration, violations []string) {
	for name := range subscription.GetParameters() {
		if name != "every" {
			violations = append(violations, fmt.Sprintf("%q is not a parameter of this trigger: it takes \"every\"", name))
		}
	}
	sort.Strings(violations)
	text := subscription.GetParameters()["every"]
	every, err := time.ParseDuration(text)
	shortest := time.Duration(config.ShortestMs) * time.Millisecond
	if err != nil {
		violations = append(violations, fmt.Sprintf("\"every\" is %q: it must be a duration, for example 5m", text))
	} else if every < shortest {
		violations = append(violations, fmt.Sprintf("\"every\" is %s, shorter than the %s that the administrator allows", every, shortest))
	}
	return every, violations
}

func (t *trigger) ValidateSubscription(_ context.Context, request *proto.ValidateSubscriptionRequest) (*proto.ValidateSubscriptionResponse, error) {
	config, err := t.ready()
	if err != nil {
		return nil, err
	}
	_, violations := parameters(request.Subscription, config)
	return &proto.ValidateSubscriptionResponse{Violations: violations}, nil
}

func (*trigger) HandleEvent(context.Context, *proto.HandleEventRequest) (*proto.HandleEventResponse, error) {
	return nil, status.Error(codes.Unimplemented, "EVENTS is not a feature of this trigger")
}

func (*trigger) PreviewSchedule(context.Context, *proto.PreviewScheduleRequest) (*proto.PreviewScheduleResponse, error) {
	return nil, status.Error(codes.Unimplemented, "SCHEDULE is not a feature of this trigger")
}

// Watch is one stream of the kernel. Everything about it is in this one goroutine; another one reads.
func (t *trigger) Watch(stream proto.Trigger_WatchServer) error {
	config, err := t.ready()
	if err != nil {
		return err
	}
	requests := make(chan *proto.WatchRequest)
	go func() {
		defer close(requests)
		for {
			request, err := stream.Recv()
			if err != nil {
				return
			}
			select {
			case requests <- request:
			case <-stream.Context().Done():
				return
			}
		}
	}()
	w := &watch{config: config, alarms: map[string]*alarm{}, outstanding: map[event]*proto.Firing{}}
	spoken := time.Now()
	for {
		now := time.Now()
		response := w.due(now)
		if response == nil && now.Sub(spoken) >= signOfLife {
			response = &proto.WatchResponse{}
		}
		if response != nil {
			if err := stream.Send(response); err != nil {
				return err
			}
			spoken = now
		}
		timer := time.NewTimer(w.sleep(now, spoken))
		select {
		case request, open := <-requests:
			if !open {
				timer.Stop()
				return nil
			}
			w.receive(request)
		case <-timer.C:
		case <-t.drained:
			timer.Stop()
			return nil
		}
		timer.Stop()
	}
}

type event struct{ subscription, id string }

// alarm is a subscription and the moment for which it fires next.
type alarm struct {
	every time.Duration
	next  time.Time
}

// later is a firing that the kernel does not want before a time.
type later struct {
	at     time.Time
	firing *proto.Firing
}

// watch is what one stream knows.
type watch struct {
	config   config
	credits  int
	coming   []*proto.Subscription
	alarms   map[string]*alarm
	statuses []*proto.SubscriptionStatus
	// Told and not acknowledged yet; to be told when there is credit; to be told again.
	outstanding map[event]*proto.Firing
	waiting     []*proto.Firing
	refused     []later
}

func (w *watch) receive(request *proto.WatchRequest) {
	if set := request.Subscriptions; set != nil {
		w.coming = append(w.coming, set.Subscriptions...)
		if !set.Continued {
			w.subscribe(w.coming, time.Now())
			w.coming, w.credits = nil, int(set.Credits)
		}
	}
	for _, ack := range request.Acks {
		delete(w.outstanding, event{ack.SubscriptionId, ack.EventId})
	}
	for _, nack := range request.Nacks {
		key := event{nack.SubscriptionId, nack.EventId}
		firing, known := w.outstanding[key]
		delete(w.outstanding, key)
		if known && nack.RetryAfterMs > 0 {
			at := time.Now().Add(time.Duration(nack.RetryAfterMs) * time.Millisecond)
			w.refused = append(w.refused, later{at, firing})
		}
	}
}

// subscribe makes the subscriptions those of the set: new ones begin, missing ones end.
func (w *watch) subscribe(set []*proto.Subscription, now time.Time) {
	alarms := map[string]*alarm{}
	for _, subscription := range set {
		every, violations := parameters(subscription, w.config)
		said := &proto.SubscriptionStatus{SubscriptionId: subscription.Id, State: proto.SubscriptionStatus_STATE_ACTIVE}
		w.statuses = append(w.statuses, said)
		if len(violations) > 0 {
			said.State, said.Message = proto.SubscriptionStatus_STATE_FAILED, strings.Join(violations, "; ")
			continue
		}
		known, isKnown := w.alarms[subscription.Id]
		if !isKnown || known.every != every {
			created := time.Unix(0, subscription.CreatedAtMs*int64(time.Millisecond))
			passed := now.Sub(created) / every
			if passed < 1 {
				passed = 1
			}
			known = &alarm{every: every, next: created.Add(passed * every)}
		}
		alarms[subscription.Id] = known
	}
	w.alarms = alarms
	waiting := w.waiting
	w.waiting = nil
	for _, firing := range waiting {
		w.wait(firing)
	}
}

// wait puts a firing into the queue, when its subscription is still there.
func (w *watch) wait(firing *proto.Firing) {
	if _, wanted := w.alarms[firing.SubscriptionId]; wanted {
		w.waiting = append(w.waiting, firing)
	}
}

// due is what is to be said now; nil when there is nothing.
func (w *watch) due(now time.Time) *proto.WatchResponse {
	for id, alarm := range w.alarms {
		if alarm.next.After(now) {
			continue
		}
		ms := alarm.next.UnixNano() / int64(time.Millisecond)
		w.waiting = append(w.waiting, &proto.Firing{
			SubscriptionId: id,
			EventId:        strconv.FormatInt(ms, 10),
			OccurredAtMs:   ms,
			Details:        fmt.Sprintf("every %s", alarm.every),
		})
		// After a pause of the machine the moments in between are left out, as those before a connect are.
		alarm.next = alarm.next.Add((now.Sub(alarm.next)/alarm.every + 1) * alarm.every)
	}
	refused := w.refused
	w.refused = nil
	for _, one := range refused {
		if one.at.After(now) {
			w.refused = append(w.refused, one)
		} else {
			w.wait(one.firing)
		}
	}
	response := &proto.WatchResponse{Statuses: w.statuses}
	w.statuses = nil
	for len(w.waiting) > 0 && len(w.outstanding) < w.credits {
		firing := w.waiting[0]
		w.waiting = w.waiting[1:]
		w.outstanding[event{firing.SubscriptionId, firing.EventId}] = firing
		response.Firings = append(response.Firings, firing)
	}
	if len(response.Firings) == 0 && len(response.Statuses) == 0 {
		return nil
	}
	return response
}

// sleep is the time until something may have to be said without anybody asking.
func (w *watch) sleep(now, spoken time.Time) time.Duration {
	next := spoken.Add(signOfLife)
	for _, alarm := range w.alarms {
		if alarm.next.Before(next) {
			next = alarm.next
		}
	}
	for _, one := range w.refused {
		if one.at.Before(next) {
			next = one.at
		}
	}
	if next.Before(now) {
		return 0
	}
	return next.Sub(now)
}
