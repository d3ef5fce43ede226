package account

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/net/chat"
)

// invited makes an invite.
func invited(t testing.TB, r *Registry, i Invite) (Invite, string) {
	t.Helper()
	if i.Until.IsZero() {
		i.Until = testTime().Add(time.Hour)
	}
	made, token, err := r.Invite(i, testTime())
	if err != nil {
		t.Fatal(err)
	}
	return made, token
}

func TestA18_OneUseIsOneUseHoweverManyComeAtOnce(t *testing.T) {
	for round := range 30 {
		r := NewMemory()
		const many, uses = 8, 3
		_, token := invited(t, r, Invite{Uses: uses})
		codes := make([]chat.Code, many)
		var start, all sync.WaitGroup
		start.Add(1)
		for i := range many {
			all.Go(func() {
				start.Wait()
				_, _, _, err := r.Redeem(knownNick(fmt.Sprintf("person%d", i)), testKey(i), token, testTime())
				codes[i] = chat.CodeOf(err)
			})
		}
		start.Done()
		all.Wait()
		slices.Sort(codes)
		if codes = slices.Compact(codes); !slices.Equal(codes, []chat.Code{"", chat.CodeInviteInvalid}) {
			t.Fatalf("round %d: the codes are %q", round, codes)
		}
		got := 0
		for i := range many {
			if _, ok := r.ByKey(testKey(i)); ok {
				got++
			}
		}
		if got != uses {
			t.Fatalf("round %d: %d got in with %d uses", round, got, uses)
		}
	}
}

func TestA19_OnlyTheServersClockEndsAnInvite(t *testing.T) {
	r := NewMemory()
	until := testTime().Add(time.Hour)
	for name, tt := range map[string]struct {
		now  time.Time
		want chat.Code
	}{
		"a day before":       {testTime().Add(-24 * time.Hour), ""},
		"at once":            {testTime(), ""},
		"in the last moment": {until.Add(-time.Millisecond), ""},
		"at its end":         {until, chat.CodeInviteInvalid},
		"a day later":        {until.Add(24 * time.Hour), chat.CodeInviteInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			r := NewMemory()
			_, token := invited(t, r, Invite{Uses: 1, Until: until})
			if got := r.Invited(token, tt.now); got != (tt.want == "") {
				t.Errorf("Invited() = %v", got)
			}
			_, _, _, err := r.Redeem(knownNick("ada"), testKey(1), token, tt.now)
			wantCode(t, err, tt.want)
		})
	}
	for _, i := range []Invite{
		{Uses: 0, Until: until},
		{Uses: MaxInviteUses + 1, Until: until},
		{Uses: 1, Until: testTime()},
		{Uses: 1, Until: testTime().Add(MaxInviteLife + time.Second)},
		{Uses: 1, Until: until, Rooms: make([]string, MaxInviteRooms+1)},
	} {
		_, _, err := r.Invite(i, testTime())
		wantCode(t, err, chat.CodeBadValue)
	}
}

func TestA24_ATokenOfAnOwnerMakesOneOwner(t *testing.T) {
	r := NewMemory()
	_, earlier := invited(t, r, Invite{Uses: 1, Role: chat.RoleOwner})
	_, token := invited(t, r, Invite{Uses: 1, Role: chat.RoleOwner})
	if r.Owned() || !r.Empty() {
		t.Error("a new server is owned, or has accounts")
	}
	ada, _, made, err := r.Redeem(knownNick("ada"), testKey(1), token, testTime())
	if err != nil || !made || ada.Role != chat.RoleOwner || !r.Owned() {
		t.Fatalf("Redeem() = %+v, %v, %v", ada, made, err)
	}
	for _, other := range []string{token, earlier} {
		_, _, _, err = r.Redeem(knownNick("bob"), testKey(2), other, testTime())
		wantCode(t, err, chat.CodeInviteInvalid)
	}
	if again, _, made, err := r.Redeem(knownNick("ada"), testKey(1), token, testTime().Add(99*time.Hour)); err != nil || made || again.ID != ada.ID {
		t.Errorf("the same person with the same link: %+v, %v, %v", again, made, err)
	}
}

func TestAnInviteGivesToWhoIsThereAlready(t *testing.T) {
	r := NewMemory()
	ada := mustClaim(t, r, "ada", 1)
	_, token := invited(t, r, Invite{Uses: 1, Role: chat.RoleOwner, Rooms: []string{"a"}})
	got, used, made, err := r.Redeem(knownNick("other"), testKey(1), token, testTime())
	if err != nil || made || got.ID != ada.ID || got.Role != chat.RoleOwner || !slices.Equal(used.Rooms, []string{"a"}) {
		t.Errorf("Redeem() = %+v, %+v, %v, %v", got, used, made, err)
	}
	if left := r.Invites(testTime()); len(left) != 0 {
		t.Errorf("what is left: %+v", left)
	}
	_, _, _, err = r.Redeem(knownNick("x"), testKey(1), "nonsense", testTime())
	wantCode(t, err, chat.CodeInviteInvalid)
}

func TestAUseThatCameToNothingIsNotUsed(t *testing.T) {
	r := NewMemory()
	mustClaim(t, r, "ada", 1)
	_, token := invited(t, r, Invite{Uses: 1})
	_, _, _, err := r.Redeem(knownNick("ada"), testKey(2), token, testTime())
	wantCode(t, err, chat.CodeNickTaken)
	if _, _, _, err = r.Redeem(knownNick("bob"), testKey(2), token, testTime()); err != nil {
		t.Errorf("with another nick: %v", err)
	}
}

func TestInvitesAreBoundedAndTakenBack(t *testing.T) {
	r := NewMemory()
	ada := mustClaim(t, r, "ada", 1)
	var first Invite
	for n := range MaxInvitesEach {
		i, _ := invited(t, r, Invite{Uses: 1, By: ada.ID})
		if n == 0 {
			first = i
		}
	}
	more := Invite{Uses: 1, By: ada.ID, Until: testTime().Add(time.Hour)}
	_, _, err := r.Invite(more, testTime())
	wantCode(t, err, chat.CodeQuota)
	if err := errors.Join(r.TakeBack(first.ID), r.TakeBack(first.ID)); err != nil {
		t.Fatal(err)
	}
	_, token := invited(t, r, more)
	if !r.Invited(token, testTime()) {
		t.Error("the new one is not valid")
	}
	later := testTime().Add(2 * time.Hour)
	more.Until = later.Add(time.Hour)
	if _, _, err := r.Invite(more, later); err != nil || len(r.Invites(later)) != 1 || len(r.invites) != 1 {
		t.Errorf("those that are over stay: %d, %v", len(r.invites), err)
	}
}

func TestAResetMakesAVisiblyNewAccount(t *testing.T) {
	k := &keptAccounts{}
	r := openTest(t, k)
	old := mustClaim(t, r, "ada", 1)
	if _, err := r.Rename(old.ID, knownNick("countess")); err != nil {
		t.Fatal(err)
	}
	bot, _, _, err := r.MakeBot(old.ID, knownNick("weather"), testTime())
	if err != nil {
		t.Fatal(err)
	}
	_, friend := invited(t, r, Invite{Uses: 1, By: old.ID})
	_, lost, err := r.Reset(old.ID, testTime().Add(time.Hour), testTime())
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := r.Reset(old.ID, testTime().Add(time.Hour), testTime())
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = r.Claim(knownNick("x"), testKey(1), testTime())
	wantCode(t, err, chat.CodeAuthFailed)
	wantCode(t, r.Hold(knownNick("countess"), "stay"), chat.CodeNickTaken) // until the person comes
	_, _, _, err = r.Redeem(knownNick("x"), testKey(2), lost, testTime())
	wantCode(t, err, chat.CodeInviteInvalid)
	if r.Invited(friend, testTime()) {
		t.Error("an invite of a closed account is valid")
	}
	mustClaim(t, r, "bob", 3)
	_, _, _, err = r.Redeem(knownNick("x"), testKey(3), token, testTime())
	wantCode(t, err, chat.CodeInviteInvalid) // bob stays bob

	now, _, made, err := r.Redeem(knownNick("whatever"), testKey(2), token, testTime())
	if err != nil || !made || now.ID == old.ID || now.Nick.String() != "countess" || now.Fingerprint() == old.Fingerprint() {
		t.Fatalf("Redeem() = %+v, %v, %v", now, made, err)
	}
	for range 2 { // and after a restart
		for _, nick := range []string{"ada", "countess"} {
			if who, _ := r.Resolve(nick); who.Account != now.ID {
				t.Errorf("%s leads to %+v", nick, who)
			}
		}
		if b, _ := r.ByID(bot.ID); b.By != now.ID {
			t.Errorf("the bot is of %s", b.By)
		}
		if gone, ok := r.ByID(old.ID); !ok || !gone.Disabled || gone.Nick.String() != "countess-gone1" || len(gone.Keys) != 0 {
			t.Errorf("the old account is %+v", gone)
		}
		r = openTest(t, k)
	}
}

func TestBotsHaveATokenAndNoKeys(t *testing.T) {
	r := openTest(t, &keptAccounts{})
	ada, bob := mustClaim(t, r, "ada", 1), mustClaim(t, r, "bob", 2)
	bot, token, made, err := r.MakeBot(ada.ID, knownNick("weather"), testTime())
	if err != nil || !made || !bot.Bot || bot.By != ada.ID {
		t.Fatalf("MakeBot() = %+v, %v, %v", bot, made, err)
	}
	if got, ok := r.ByToken(token); !ok || got.ID != bot.ID {
		t.Errorf("the token leads to %+v", got)
	}
	_, _, _, err = r.MakeBot(bob.ID, knownNick("weather"), testTime())
	wantCode(t, err, chat.CodeNickTaken)
	_, err = r.AddKey(bot.ID, testKey(3), testTime())
	wantCode(t, err, chat.CodeForbidden)

	_, renewed, made, err := r.MakeBot(ada.ID, knownNick("weather"), testTime())
	if err != nil || made || renewed == token {
		t.Fatalf("a new token: %v, %v", made, err)
	}
	if _, ok := r.ByToken(token); ok {
		t.Error("the old token is still good")
	}
	if _, err := r.EndBot(bot.ID); err != nil {
		t.Fatal(err)
	}
	if _, ok := r.ByToken(renewed); ok {
		t.Error("the token of a bot that has ended is still good")
	}
	_, err = r.EndBot(ada.ID)
	wantCode(t, err, chat.CodeForbidden)
	for n := len(r.Bots(ada.ID)); n < MaxBots; n++ {
		if _, _, _, err := r.MakeBot(ada.ID, knownNick(fmt.Sprintf("robot%d", n)), testTime()); err != nil {
			t.Fatal(err)
		}
	}
	_, _, _, err = r.MakeBot(ada.ID, knownNick("onemore"), testTime())
	wantCode(t, err, chat.CodeQuota)
	again := openTest(t, r.keeper)
	if got, _ := again.ByID(bot.ID); !got.Bot || !got.Disabled {
		t.Errorf("the bot came back as %+v", got)
	}
}

func TestA05_ARemovedDeviceDoesNotComeBackAsSomeoneElse(t *testing.T) {
	k := &keptAccounts{}
	r := openTest(t, k)
	ada := mustClaim(t, r, "ada", 1)
	if _, err := r.AddDevice(ada.ID, Key{Public: testKey(2), Added: testTime(), Name: "laptop"}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.AddDevice(ada.ID, Key{Public: testKey(3), Added: testTime(), Recovery: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.RemoveKey(ada.ID, testKey(1)); err != nil {
		t.Fatal(err)
	}
	_, err := r.RemoveKey(ada.ID, testKey(2))
	wantCode(t, err, chat.CodeForbidden) // a recovery code is no device
	for range 2 {
		_, _, err := r.Claim(knownNick("ada2"), testKey(1), testTime())
		wantCode(t, err, chat.CodeAuthFailed)
		if a, _ := r.ByKey(testKey(2)); len(a.Keys) != 2 || a.Keys[0].Name != "laptop" || !a.Keys[1].Recovery {
			t.Errorf("the keys are %+v", a.Keys)
		}
		r = openTest(t, k)
	}
	if a, err := r.AddKey(ada.ID, testKey(1), testTime()); err != nil || !a.Has(testKey(1)) || len(a.Removed) != 0 {
		t.Errorf("adding it again: %+v, %v", a, err)
	}
}

func TestEveryInviteIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := Invite{
			Sum: SumOf(rapid.String().Draw(t, "token")), By: ID(rapid.SampledFrom([]string{"", "a"}).Draw(t, "by")),
			Made: testTime(), Until: testTime().Add(time.Duration(rapid.IntRange(0, 1e6).Draw(t, "for")) * time.Second),
			Uses: rapid.IntRange(0, MaxInviteUses).Draw(t, "uses"), Rooms: rapid.SliceOfN(rapid.String(), 0, 3).Draw(t, "rooms"),
			Role: rapid.SampledFrom([]string{"", "owner"}).Draw(t, "role"), For: ID(rapid.SampledFrom([]string{"", "b"}).Draw(t, "for whom")),
		}
		i.ID = InviteID(i.Sum.id())
		line := EncodeInvite(i)
		got, err := DecodeInvite(line)
		if err != nil || string(EncodeInvite(got)) != string(line) || got.ID != i.ID {
			t.Fatalf("%+v came back as %+v, %v", i, got, err)
		}
		if _, err := Decode(line); err == nil {
			t.Fatal("an invite was read as an account")
		}
	})
}

func FuzzDecodeInvite(f *testing.F) {
	i := EncodeInvite(Invite{Sum: SumOf("a"), Made: testTime(), Until: testTime(), Uses: 1})
	for _, seed := range [][]byte{nil, i, i[:40], []byte("\n")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		got, err := DecodeInvite(line)
		if err != nil {
			return
		}
		again, err := DecodeInvite(EncodeInvite(got))
		if err != nil || string(EncodeInvite(again)) != string(EncodeInvite(got)) {
			t.Fatalf("%+v, read again: %+v, %v", got, again, err)
		}
	})
}
