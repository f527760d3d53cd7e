#include "record/sentences.h"
#include "regulation/clause_list.h"

namespace seihon::regulation {

namespace {

void addAuthoritySet(ClauseList& list, std::string_view key, std::string label,
                     const std::set<Authority>& authorities, bool moreIsStricter) {
    std::vector<std::string> words;
    std::set<std::string> names;
    for (const Authority authority : authorities) {
        words.emplace_back(wordFor(authority, list.language()));
        names.emplace(record::enumName(authority));
    }
    Clause& clause = list.add(key, std::move(label), joinedWords(words, list.pick("なし", "none")));
    (moreIsStricter ? clause.demands : clause.permits) = std::move(names);
}

void addLockOut(ClauseList& list, const LockOutRules& rules) {
    list.table("people.lock_out");
    list.number("free_failures", list.pick("待たずに済む誤り", "wrong tries without a wait"),
                rules.freeFailures, list.pick(" 回", ""), -1);
    list.number("first_delay_seconds", list.pick("最初の待ち時間", "first wait"),
                rules.firstDelay.count(), list.pick(" 秒", " s"), 1);
    list.number("longest_delay_minutes", list.pick("最長の待ち時間", "longest wait"),
                std::chrono::duration_cast<std::chrono::minutes>(rules.longestDelay).count(),
                list.pick(" 分", " minutes"), 1);
    list.number("closed_after_failures", list.pick("閉じるまでの誤り", "wrong tries until closed"),
                rules.closedAfter, list.pick(" 回", ""), -1);
}

void addBreakGlass(ClauseList& list, const BreakGlassRules& rules) {
    list.table("people.break_glass");
    list.number("minutes", list.pick("緊急時の閲覧の長さ [F13]", "broken glass lasts [F13]"),
                rules.lasts.count(), list.pick(" 分", " minutes"), -1);
    std::vector<std::string> words;
    std::set<std::string> names;
    for (const record::Role role : rules.roles) {
        words.emplace_back(record::wordFor(role, list.language()));
        names.emplace(record::enumName(role));
    }
    list.add("roles", list.pick("緊急時に使える役割", "who may break it"),
             joinedWords(words, list.pick("なし", "none")))
        .permits = std::move(names);
    addAuthoritySet(list, "authorities", list.pick("緊急時に行えること", "what it opens"),
                    rules.authorities, false);
}

} // namespace

void addPeopleClauses(ClauseList& list, const PeopleRules& rules) {
    list.table("people");
    addAuthoritySet(list, "training_required_for",
                    list.pick("教育が要る操作 [F2]", "acts that need training [F2]"),
                    rules.trainingNeeded, true);
    list.number("review_months",
                list.pick("権限の見直しの間隔 [F2]", "rights are reviewed every [F2]"),
                rules.reviewEvery.count(), list.pick(" か月", " months"), -1);
    list.number("ending_warning_days",
                list.pick("任命などの終わりを知らせる", "an ending is told before"),
                rules.endingWarning.count(), list.pick(" 日前", " days"), 1);
    list.number("proxy_confirmed_in_days",
                list.pick("代行の確認まで [F3]", "acts by proxy are confirmed within [F3]"),
                rules.confirmProxyIn.count(), list.pick(" 日", " days"), -1);
    list.flag("administrator_may_seal",
              list.pick("システム管理者が封緘する役割を兼ねる", "an administrator may also seal"),
              rules.administratorMaySeal, false);
    list.number("maintenance_max_hours",
                list.pick("保守の任命の長さ", "longest maintenance appointment"),
                rules.maintenanceMost.count(), list.pick(" 時間", " hours"), -1);
    list.number("min_password_characters",
                list.pick("パスワードの文字数 [F1]", "characters of a password [F1]"),
                rules.passwordCharacters, list.pick(" 文字以上", " at least"), 1);
    list.number("idle_lock_minutes",
                list.pick("操作がないとき閉じるまで [F1]", "an idle screen closes after [F1]"),
                rules.idleLock.count(), list.pick(" 分", " minutes"), -1);
    addLockOut(list, rules.lockOut);
    addBreakGlass(list, rules.breakGlass);
}

} // namespace seihon::regulation
