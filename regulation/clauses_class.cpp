#include "regulation/clause_list.h"

namespace seihon::regulation {

namespace {

std::string purposeWord(const ClauseList& list, ClassPurpose purpose) {
    switch (purpose) {
    case ClassPurpose::Original:
        return list.pick("紙に代わる原本とする",
                         "the record takes the paper's place as the original");
    case ClassPurpose::ReferenceCopy:
        return list.pick("参照用の写し。紙が原本のまま",
                         "a copy for reference; the paper stays the original");
    case ClassPurpose::OutOfScope:
        return list.pick("対象外。読み取って見ることはできるが封緘できない",
                         "out of scope: may be scanned and viewed, cannot be sealed");
    }
    return "?";
}

void addAny(ClauseList& list, std::string_view key, std::string label,
            const std::set<std::string>& words, const std::string& none) {
    Clause& clause =
        list.add(key, std::move(label), joinedWords({words.begin(), words.end()}, none));
    clause.permits = words.empty() ? std::set<std::string>{kAnything} : words;
}

void addWindow(ClauseList& list, const DocumentClass& kind) {
    if (kind.purpose == ClassPurpose::ReferenceCopy) {
        return; // [D] the paper stays the original: there is none
    }
    if (kind.startsFrom == StartEvent::Project) {
        list.add("starts_from",
                 list.pick("期限の起点 [B1]", "the window starts when the paper is [B1]"),
                 list.pick("なし。承認された過去文書の計画の期間中だけ [C2]",
                           "old: no window, but only under an approved project [C2]"));
        return;
    }
    list.add("starts_from",
             list.pick("期限の起点 [B1]", "the window starts when the paper is [B1]"),
             kind.startsFrom == StartEvent::Received
                 ? list.pick("院内で最初に受け取った時", "received, anywhere in the house")
                 : list.pick("作成された時", "made"));
    const std::string days = std::to_string(kind.scanWindowBusinessDays);
    list.add("scan_window_business_days", list.pick("スキャンの期限 [B1]", "scan window [B1]"),
             list.japanese()
                 ? "起点の日の後、第 " + days + " 診療日の終わり（24 時）まで"
                 : "until midnight that ends business day " + days + " after the day of the start")
        .strictness = {-kind.scanWindowBusinessDays};
}

void addSigner(ClauseList& list, const DocumentClass& kind) {
    list.number("seal_delay_hours",
                list.pick("封緘までの猶予「遅滞なく」（過ぎたら警告）[A11]",
                          "sealed \"without delay\" within; later is warned of [A11]"),
                std::chrono::duration_cast<std::chrono::hours>(kind.sealDelay).count(),
                list.pick(" 時間", " hours"), -1);
    list.flag("acceptance_required",
              list.pick("封緘の前に情報作成管理者の承認が要る [A10]",
                        "the information creation manager accepts it before sealing [A10]"),
              kind.acceptanceRequired, true);
    std::vector<std::string> roles;
    std::set<std::string> names;
    for (const record::Role role : kind.signerRoles) {
        roles.emplace_back(record::wordFor(role, list.language()));
        names.emplace(record::enumName(role));
    }
    list.add("signer_roles", list.pick("署名する人の役割 [A11]", "who signs, by role [A11]"),
             joinedWords(roles, "–"))
        .permits = std::move(names);
    addAny(list, "signer_healthcare_roles",
           list.pick("署名者の証明書に要る医療資格 [E1]",
                     "healthcare role that the signer's certificate must hold [E1]"),
           kind.signerHealthcareRoles, list.pick("不要", "none needed"));
    addAny(list, "trust_profiles",
           list.pick("署名に使える証明書の種類 [A12]", "kinds of certificates that may sign [A12]"),
           kind.trustProfiles, list.pick("trust.toml にあるすべて", "all that trust.toml names"));
}

void addProfile(ClauseList& list, const DocumentClass& kind) {
    const record::ScanProfile& profile = kind.profile;
    list.add("profile.source", list.pick("読取の給紙", "paper source"),
             std::string(record::enumName(profile.source)));
    list.add("profile.mode", list.pick("読取の色", "colour mode"),
             std::string(record::enumName(profile.mode)));
    list.number("profile.bits_per_sample", list.pick("読取の階調", "bits a sample"),
                profile.bitsPerSample, " bit", 1);
    list.number("profile.dpi", list.pick("読取の解像度", "resolution"), profile.dpi, " dpi", 1);
    list.add("profile.area_mm", list.pick("読取の範囲", "scan area"),
             decimal(profile.areaWidthMicrometres, 1000) + " × " +
                 decimal(profile.areaHeightMicrometres, 1000) + " mm");
}

} // namespace

void addClassClauses(ClauseList& list, const DocumentClass& kind) {
    list.table("class." + kind.id);
    list.add({}, list.pick("文書種別", "document class"),
             list.japanese() ? kind.nameJa + "（" + kind.id + "）"
                             : kind.nameEn + " (" + kind.id + ")");
    list.add("name", list.pick("名前", "names"), kind.nameJa + " / " + kind.nameEn);
    list.add("reason", list.pick("対象とする理由・根拠 [A9a]", "reason and law [A9a]"),
             kind.reason);
    list.add("purpose", list.pick("扱い", "purpose"), purposeWord(list, kind.purpose));
    addWindow(list, kind);
    addSigner(list, kind);
    list.number("retention_years",
                list.pick("保存期間（法令の定める日から）[F14]",
                          "kept for, from the event that the law names [F14]"),
                kind.retentionYears, list.pick(" 年", " years"), 1);
    list.add("not_capturable",
             list.pick("スキャンでは写らないもの [A16]", "what a scanner cannot catch [A16]"),
             kind.notCapturable.empty() ? list.pick("なし", "nothing named") : kind.notCapturable);
    addProfile(list, kind);
    list.table("class." + kind.id + ".quality");
    addQualityClauses(list, kind.quality);
    if (kind.film) {
        list.table("class." + kind.id + ".film");
        addFilmClauses(list, *kind.film);
    }
}

} // namespace seihon::regulation
