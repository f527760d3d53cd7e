#include "config/write.h"

#include <array>
#include <cstdio>
#include <initializer_list>

namespace seihon::config {

namespace {

// A TOML basic string (TOML 1.0 "String").
std::string literal(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            std::array<char, 8> escape{};
            std::snprintf(escape.data(), escape.size(), "\\u%04X",
                          static_cast<unsigned>(static_cast<unsigned char>(c)));
            out += escape.data();
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string word(bool value) {
    return value ? "true" : "false";
}

// A bare offset date-time: the same text as everywhere else.
std::string time(record::Instant at) {
    return record::formatInstant(at);
}

// Thousandths as a decimal: 1500 is 1.500.
std::string thousandths(std::int64_t value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%lld.%03lld", static_cast<long long>(value / 1000),
                  static_cast<long long>(value % 1000));
    return text.data();
}

// One item a line when there are many: a line has its limit.
template <typename Range, typename Show>
std::string list(const Range& items, Show show) {
    const bool tall = items.size() > 4;
    std::string out = "[";
    std::string_view gap = tall ? "\n    " : "";
    for (const auto& item : items) {
        out += std::string(gap) + show(item);
        gap = tall ? ",\n    " : ", ";
    }
    return out + (tall ? ",\n]" : "]");
}

template <typename E>
std::string quotedName(E value) {
    return literal(record::enumName(value));
}

std::string texts(const std::vector<std::string>& items) {
    return list(items, literal);
}

template <typename E>
std::string names(const std::vector<E>& items) {
    return list(items, [](E item) { return literal(record::enumName(item)); });
}

template <typename T>
std::string numbers(const std::vector<T>& items) {
    return list(items, [](T item) { return std::to_string(item); });
}

class Toml {
  public:
    Toml& comment(std::string_view line) {
        m_text += line.empty() ? "#\n" : "# " + std::string(line) + "\n";
        return *this;
    }
    Toml& head(std::string_view header) {
        m_text += "\n" + std::string(header) + "\n";
        return *this;
    }
    Toml& item(std::string_view key, const std::string& value) {
        m_text += std::string(key) + " = " + value + "\n";
        return *this;
    }
    std::string take() { return std::move(m_text); }

  private:
    std::string m_text;
};

void writeBackup(Toml& out, const BackupTarget& target) {
    out.head("[[backup]]").item("name", literal(target.name));
    out.item("repository", literal(target.repository));
    out.item("password_file", literal(target.passwordFile.native()));
    out.item("credentials_file", literal(target.credentialsFile.native()));
    out.item("sftp_command", literal(target.sftpCommand));
    out.item("append_only", word(target.appendOnly));
    out.item("keep_daily", std::to_string(target.keepDaily));
    out.item("keep_weekly", std::to_string(target.keepWeekly));
    out.item("keep_monthly", std::to_string(target.keepMonthly));
    out.item("read_back_parts", std::to_string(target.readBackParts));
}

void writeReceiver(Toml& out, const AuditReceiver& receiver) {
    out.head("[[audit_receiver]]").item("name", literal(receiver.name));
    out.item("host", literal(receiver.host)).item("port", std::to_string(receiver.port));
    out.item("server_name", literal(receiver.serverName));
    out.item("ca_file", literal(receiver.authorityFile.native()));
    out.item("certificate_file", literal(receiver.certificateFile.native()));
    out.item("key_file", literal(receiver.keyFile.native()));
    out.item("timeout_seconds", std::to_string(receiver.timeout.count()));
}

} // namespace

std::string tomlText(std::string_view text) {
    return literal(text);
}

std::string stationToml(const StationConfig& station) {
    Toml out;
    out.comment("この端末の設定 / Settings of this station.");
    if (station.demo) {
        out.comment("DEMO: 見本です。実運用には使えません / not for real use.");
    }
    out.head("[station]");
    out.item("id", literal(station.stationId)).item("demo", word(station.demo));
    out.comment(
        "既定のスキャナ（SANE の名前）/ scanner that is used when none is named (SANE name)");
    out.item("default_device", literal(station.defaultDevice));
    out.comment("記録の保管場所。相対パスはホームの下 / where records lie; relative to the home");
    out.item("archive", literal(station.archive.native()));
    out.comment(
        "カードの PKCS#11 モジュール（絶対パス）/ PKCS#11 module of the cards (absolute path)");
    out.item("pkcs11_module", literal(station.pkcs11Module.native()));
    if (!station.authenticationModule.empty()) {
        out.comment("認証用の鍵のモジュール / the module for the cards' authentication keys");
        out.item("pkcs11_authentication_module", literal(station.authenticationModule.native()));
    }
    out.comment("失効リストの入手先 / where fresh revocation lists come from: "
                "files (trust/crls), fetch (certificates' addresses), demo:");
    out.item("revocation", literal(station.revocation));
    out.comment(
        "証明の終わりの何日前に更新するか / renew records this long before their proof ends");
    out.item("renew_before_days", std::to_string(station.renewBefore.count()));
    out.comment("この秒数データが来なければ故障とみなす / no byte for this long: the device hangs");
    out.item("scan_stall_seconds", std::to_string(station.scanStall.count()));
    out.comment("カードの応答を待つ秒数 / how long a card is waited for");
    out.item("card_patience_seconds", std::to_string(station.cardPatience.count()));
    out.comment(
        "患者台帳（CSV ファイル、または {id} を含むアドレス。空なら照会しない）/ patient index: "
        "a CSV file, or an address with {id}; empty: none");
    out.item("demographics", literal(station.demographics));
    out.comment(
        "台帳の確認点を写す、他の機械の上のフォルダー / folders on other machines that take a "
        "copy of each checkpoint of the log");
    out.item("anchors", list(station.anchors, [](const std::filesystem::path& folder) {
                 return literal(folder.native());
             }));
    out.comment(
        "封緘した記録を写す、別のディスク・機械のフォルダー / folders on other disks or machines "
        "that take a copy of each sealed record");
    out.item("replicas", list(station.replicas, [](const std::filesystem::path& folder) {
                 return literal(folder.native());
             }));
    out.item("pages_per_job_limit", std::to_string(station.pagesPerJobLimit));
    out.item("free_bytes_required", std::to_string(station.freeBytesRequired));
    for (const TimestampService& service : station.timestampServices) {
        out.head("[[timestamp_service]]");
        out.item("name", literal(service.name)).item("url", literal(service.url));
        out.item("timeout_seconds", std::to_string(service.timeout.count()));
    }
    for (const WitnessService& witness : station.witnesses) {
        out.head("[[witness]]");
        out.item("name", literal(witness.name)).item("url", literal(witness.url));
        out.item("timeout_seconds", std::to_string(witness.timeout.count()));
    }
    for (const BackupTarget& target : station.backups) {
        writeBackup(out, target);
    }
    for (const AuditReceiver& receiver : station.auditReceivers) {
        writeReceiver(out, receiver);
    }
    return out.take();
}

namespace {

void writeTerms(Toml& out, const Person& person) {
    for (const regulation::Training& training : person.trainings) {
        out.head("[[person.training]]").item("subject", literal(training.subject));
        out.item("from", time(training.from)).item("until", time(training.until));
    }
    for (const regulation::Absence& absence : person.absences) {
        out.head("[[person.absence]]");
        out.item("from", time(absence.from)).item("until", time(absence.until));
    }
    for (const regulation::Delegation& one : person.delegations) {
        out.head("[[person.delegation]]").item("for", literal(one.principal));
        out.item("role", quotedName(one.role));
        out.item("from", time(one.from)).item("until", time(one.until));
        if (!one.letter.empty()) {
            out.item("letter", literal(one.letter));
        }
    }
}

} // namespace

std::string peopleToml(const std::vector<Person>& people) {
    Toml out;
    out.comment(
        "利用者・役割・任命期間・カード / People, their roles with appointments, and their cards.");
    out.comment("一枚の証明書は一人だけのもの / One certificate belongs to one person.");
    for (const Person& person : people) {
        out.head("[[person]]");
        out.item("user", literal(person.user)).item("name", literal(person.name));
        if (!person.tokenLabel.empty() || !person.pkcs12.empty() ||
            person.certificateSha256 != record::Digest{}) {
            const bool card = person.pkcs12.empty();
            out.item(card ? "token_label" : "pkcs12",
                     literal(card ? person.tokenLabel : person.pkcs12));
            out.item("certificate_sha256", literal(person.certificateSha256.hex()));
            if (person.authenticationSha256 != record::Digest{}) {
                out.item("authentication_certificate_sha256",
                         literal(person.authenticationSha256.hex()));
            }
        }
        for (const regulation::Appointment& appointment : person.appointments) {
            out.head("[[person.appointment]]");
            out.item("role", literal(record::enumName(appointment.role)));
            out.item("from", time(appointment.from)).item("until", time(appointment.until));
            if (!appointment.letter.empty()) {
                out.item("letter", literal(appointment.letter));
            }
        }
        writeTerms(out, person);
    }
    return out.take();
}

std::string qualificationsToml(const std::vector<record::Qualification>& qualifications) {
    Toml out;
    out.comment("認定したスキャナ / Scanners as they were qualified.");
    out.comment("端末が書く（seihon qualify）。手で直すと台帳と合わず、無効になる / "
                "Written by `seihon qualify`; what is edited by hand disagrees with the log and "
                "counts for nothing.");
    out.comment(
        "修理やファームウェア更新の後は認定し直す / Void after a repair or a firmware change.");
    for (const record::Qualification& one : qualifications) {
        out.head("[[qualification]]");
        out.item("id", literal(one.id));
        out.comment(
            "SANE の名前。末尾の * は任意の続き / SANE name; a final * stands for anything");
        out.item("device", literal(one.device.name)).item("vendor", literal(one.device.vendor));
        out.item("model", literal(one.device.model)).item("serial", literal(one.device.serial));
        out.item("firmware", literal(one.device.firmware));
        out.comment("光学解像度のみ（補間は不可）/ optical resolutions only, never interpolated");
        out.item("optical_dpi", numbers(one.opticalDpi)).item("modes", names(one.modes));
        out.item("sources", names(one.sources));
        out.item("bits_per_sample", numbers(one.bitsPerSample));
        out.item("valid_from", time(one.validFrom)).item("valid_until", time(one.validUntil));
        out.item("qualified_by", literal(one.qualifiedBy));
        out.item("demo", word(one.demo));
        if (one.voidedAt) {
            out.item("voided_at", time(*one.voidedAt)).item("void_reason", literal(one.voidReason));
        }
        for (const record::QualifiedScan& scan : one.scans) {
            out.head("[[qualification.scan]]");
            out.comment("検査シートの読み取り / one scan of the target sheet");
            out.item("dpi", std::to_string(scan.dpi)).item("source", quotedName(scan.source));
            out.item("side", quotedName(scan.side)).item("mode", quotedName(scan.mode));
            out.item("edge_width_pixels", thousandths(scan.edgeWidthMilliPixels));
            out.item("sampling_efficiency_percent", std::to_string(scan.samplingEfficiencyPercent));
            out.item("sha256", literal(scan.fileDigest.hex()));
        }
    }
    return out.take();
}

namespace {

void writeProfiles(const TrustFile& trust, Toml& out) {
    for (const TrustProfile& profile : trust.profiles) {
        out.head("[[profile]]");
        out.comment("誰の署名を認めるか / whose signatures count; roots lie in roots/");
        out.item("name", literal(profile.name)).item("roots", texts(profile.roots));
        out.item("policies", texts(profile.policies));
        out.item("key_usages", list(profile.keyUsages, quotedName<KeyUsage>));
        out.item("healthcare_role", quotedName(profile.healthcareRole));
        if (!profile.healthcareRoles.empty()) {
            out.item("healthcare_roles", texts(profile.healthcareRoles));
        }
        out.item("rsa_bits_at_least", std::to_string(profile.rsaBitsAtLeast));
        out.item("authority_keys", list(profile.authorityKeys, quotedName<KeyKind>));
        if (profile.validFrom) {
            out.item("valid_from", time(*profile.validFrom));
        }
        if (profile.validUntil) {
            out.item("valid_until", time(*profile.validUntil));
        }
        out.item("test_mode", word(profile.testMode));
        if (profile.policyOfSignerAlone) {
            out.item("policy_of_signer_alone", word(true));
        }
        if (profile.anyPolicyOfAuthorities) {
            out.item("any_policy_of_authorities", word(true));
        }
        if (profile.policyMapping) {
            out.item("policy_mapping", word(true));
        }
    }
}

void writeServices(const TrustFile& trust, Toml& out) {
    for (const TrustedTimestampService& service : trust.timestampServices) {
        out.head("[[timestamp_service]]");
        out.comment("どの時刻認証局を認めるか / whose timestamps count; roots lie in tsa/");
        out.item("name", literal(service.name)).item("roots", texts(service.roots));
        out.item("policies", texts(service.policies));
        out.item("accredited_from", time(service.accreditedFrom));
        if (service.accreditedUntil) {
            out.item("accredited_until", time(*service.accreditedUntil));
        }
        out.item("rsa_bits_at_least", std::to_string(service.rsaBitsAtLeast));
        out.item("test_mode", word(service.testMode));
    }
}

void writeAlgorithmDates(const TrustFile& trust, Toml& out) {
    if (!trust.digestUntil.empty()) {
        out.head("[digest_until]");
        out.comment("その時刻から認めないダイジェスト / from then on not believed any more");
        for (const auto& [name, until] : trust.digestUntil) {
            out.item(name, time(until));
        }
    }
    for (const KeyFloor& floor : trust.keyFloors) {
        out.head("[[key_floor]]");
        out.comment("その時刻から必要な RSA 鍵長 / from then on RSA keys must be this long");
        out.item("rsa_bits_at_least", std::to_string(floor.rsaBitsAtLeast));
        out.item("from", time(floor.from));
    }
}

void writeDemands(const TrustFile& trust, Toml& out) {
    out.head("[required_healthcare_roles]");
    out.comment(
        "文書種別ごとに署名者に必要な資格（いずれか）/ one of these must be in the certificate");
    for (const auto& [kind, roles] : trust.requiredHealthcareRoles) {
        out.item(literal(kind), texts(roles));
    }
    if (trust.requiredTrustProfiles.empty()) {
        return;
    }
    out.head("[required_trust_profiles]");
    out.comment("文書種別ごとに認める証明書の種類 / kinds of certificates that may sign the class");
    for (const auto& [kind, profiles] : trust.requiredTrustProfiles) {
        out.item(literal(kind), texts(profiles));
    }
}

} // namespace

std::string trustToml(const TrustFile& trust) {
    Toml out;
    out.comment("何を信頼するか / What is believed. What is not named here is not trusted.");
    out.head("[trust]").item("digests", texts(trust.digests));
    out.comment("申告の署名時刻とタイムスタンプの差の許容 / tolerated gap, claimed time to token");
    out.item("claimed_time_tolerance_minutes", std::to_string(trust.claimedTimeTolerance.count()));
    out.comment(
        "true のときだけ test_mode の項目が有効 / only then do entries with test_mode count");
    out.item("test_mode", word(trust.testMode));
    writeAlgorithmDates(trust, out);
    writeDemands(trust, out);
    writeProfiles(trust, out);
    writeServices(trust, out);
    for (const StationKey& key : trust.stationKeys) {
        out.head("[[station_key]]");
        out.item("station_id", literal(key.stationId));
        out.item("ed25519_base64", literal(key.ed25519Base64));
    }
    for (const WitnessKey& key : trust.witnessKeys) {
        out.head("[[witness]]");
        out.item("name", literal(key.name)).item("ed25519_base64", literal(key.ed25519Base64));
    }
    return out.take();
}

} // namespace seihon::config
