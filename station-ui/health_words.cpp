#include "station-ui/admin_words.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <string_view>

namespace seihon::station_ui {

namespace {

struct HealthRow {
    std::string_view what;
    const char *japanese, *english;
    const char *todoJapanese, *todoEnglish;
    const char* page;
};

// In the order of `doctor`.
constexpr auto kHealthRows = std::to_array<HealthRow>({
    {"device", "スキャナ", "Scanner",
     "電源とケーブルを確かめ、認定がないか切れていれば「スキャナと認定」で認定してください。",
     "Look at power and cable; where a qualification is missing or over, qualify the scanner.",
     "devices"},
    {"films", "フィルムの校正", "Film calibration",
     "階調板を置き、システム管理者が seihon device calibrate-film で校正し直してください。"
     "それまで読んだフィルムは封緘できません。",
     "Lay the step tablet down and have the administrator calibrate with `seihon device "
     "calibrate-film`. Films scanned until then cannot be sealed.",
     "devices"},
    {"card", "カード", "Cards",
     "カードを差し込み、読み取り装置と station.toml の pkcs11_module を確かめてください。"
     "有効期限の近いカードは発行元に更新を申し込んでください。",
     "Insert the card; look at the reader and at pkcs11_module in station.toml. Have cards renewed "
     "in time.",
     ""},
    {"trust", "信頼設定", "Trust",
     "trust.toml と規程の食い違いを直し、信頼の画面で採用を記録してください。",
     "Mend what disagrees between trust.toml and the regulation, then accept it on the page of "
     "trust.",
     "rules"},
    {"regulation", "規程", "Regulation",
     "変更案を承認して有効にするか、regulation.toml を元に戻してください。",
     "Have the edited regulation approved and put into force, or undo the edit.", "rules"},
    {"people", "利用者", "People",
     "利用者の画面で任命・教育・見直しを確かめ、終わるものは早めに更新してください。",
     "Look at appointments, trainings and reviews on the page of people; renew what ends.",
     "people"},
    {"timestamp", "時刻認証", "Timestamps",
     "ネットワークと station.toml の timestamp_service を確かめてください。"
     "届くまで封緘は待ちになり、自動で取り直します。",
     "Look at the network and at timestamp_service in station.toml. Until it answers seals wait, "
     "and are asked for again by themselves.",
     ""},
    {"clock", "時計", "Clock",
     "chrony か systemd-timesyncd が動いていることを計算機の管理者に確かめてください。",
     "See to it that chrony or systemd-timesyncd runs on this computer.", ""},
    {"conformity", "毎月の点検票", "Monthly check",
     "seihon conformity sheet の質問に答え、監査担当者が副署してください。",
     "Answer the questions of `seihon conformity sheet` and have the auditor countersign.", ""},
    {"disk", "空き容量", "Disk", "計算機の管理者に空き容量を増やしてもらってください。",
     "Have space made on this computer's disk.", ""},
    {"ledger", "台帳", "Ledger",
     "封緘待ちは時刻認証が届けば進みます。台帳の異常は触らずに、すぐ監査担当者に知らせて"
     "ください。",
     "Pending seals go on when timestamps answer. If the ledger itself is damaged, touch nothing "
     "and tell the auditor at once.",
     ""},
    {"anchors", "外部の確認点", "Anchors",
     "確認点を写す他の機械のフォルダーへの接続を確かめてください。作業は続けられます。",
     "Look at the folders on other machines that take the checkpoints. Work goes on meanwhile.",
     ""},
    {"witnesses", "立会", "Witnesses",
     "立会が断った場合は台帳に触らず、すぐ監査担当者に知らせてください。返事がないだけなら作業は続"
     "けられます。",
     "When a witness refuses, touch nothing and tell the auditor at once. When it only does not "
     "answer, work goes on.",
     ""},
    {"emergency", "台帳に書けない間の閲覧", "Looks without the log",
     "ディスクの空きと書き込みを確かめてください。台帳に書けるようになると取り込まれ、その後に確認"
     "が"
     "必要です。",
     "Look at the disk's room and rights. The log takes the looks over when it can be written "
     "again; then somebody reviews them.",
     ""},
    {"audit-receivers", "監査ログの送り先", "Receivers of the log",
     "送り先に届かなくても作業は続けられ、台帳から順に送り直されます。証明書が合わないと言うときは"
     "、"
     "送り先の担当者に確かめてください。",
     "Work goes on while a receiver is away: the ledger keeps what waits. When it says that the "
     "certificate does not fit, ask whoever runs the receiver.",
     ""},
    {"deliveries", "送付", "Deliveries",
     "送付の画面で相手の答えを確かめ、原因を直してから送り直してください。届かないだけなら待てば"
     "送られます。",
     "Look at the page of deliveries what the other side said, mend the cause, send again. What "
     "only "
     "waits goes by itself.",
     "deliveries"},
    {"backup", "バックアップ", "Backup",
     "行き先は station.toml の [[backup]] に書き、最初の一回は seihon backup --new で作ります。"
     "半年に一度は seihon backup drill で復元を試してください。",
     "Say where it goes in [[backup]] of station.toml; `seihon backup --new` makes the first one. "
     "Twice a year `seihon backup drill` tries a restore.",
     ""},
    {"archive", "保管庫と複製", "Archive and replicas",
     "異常は触らずに監査担当者に知らせ、seihon archive verify と seihon archive repair で確かめて"
     "ください。複製のフォルダーへの接続も確かめてください。",
     "Touch nothing that is damaged, tell the auditor, and look with `seihon archive verify` and "
     "`seihon archive repair`; look whether the folders of replicas can be reached.",
     ""},
    {"media", "持ち出し媒体", "Media handed out",
     "期限を過ぎた媒体の返却を確かめてください（seihon media list）。",
     "See to it that media come back in time (`seihon media list`).", ""},
    {"temporary", "一時データ", "Temporary data",
     "残っているファイルが何かを確かめてください（seihon work が片付けます）。",
     "Find out what is left over; `seihon work` clears what may go.", ""},
    {"incidents", "記録の事故", "Incidents",
     "取り消された記録の処理を、情報作成管理者が終えてください。",
     "The manager brings the incident about a withdrawn record to its end.", ""},
});

const HealthRow* healthRowOf(std::string_view what) {
    const auto found = std::find_if(kHealthRows.begin(), kHealthRows.end(),
                                    [&](const HealthRow& row) { return row.what == what; });
    return found == kHealthRows.end() ? nullptr : &*found;
}

} // namespace

HealthText healthText(const std::string& what, record::Language language) {
    const HealthRow* row = healthRowOf(what);
    if (row == nullptr) {
        return {QString::fromStdString(what), {}, {}};
    }
    const bool japanese = language == record::Language::Japanese;
    return {QString::fromUtf8(japanese ? row->japanese : row->english),
            QString::fromUtf8(japanese ? row->todoJapanese : row->todoEnglish),
            QString::fromUtf8(row->page)};
}

QString measuredText(const std::string& what, const std::string& detail,
                     record::Language language) {
    struct MeasuredWord {
        std::string_view what;
        const char *english, *japanese;
    };
    static const std::array kMeasured = std::to_array<MeasuredWord>({
        {"card", "^(\\d+) readers, (\\d+) cards", "読み取り装置 \\1 台、カード \\2 枚"},
        {"card", " until (\\d{4}-\\d\\d-\\d\\d)", "（\\1 まで）"},
        {"trust", "^(\\d+) signer profiles, (\\d+) timestamp services, (\\d+) revocation lists$",
         "署名者の種類 \\1、時刻認証業務 \\2、失効リスト \\3"},
        {"disk", "^(\\d+) GiB free$", "空き \\1 GiB"},
        {"ledger", "^(\\d+) entries$", "\\1 項"},
        {"media", "^(\\d+) out$", "持ち出し中 \\1"},
        {"temporary", "^(\\d+) images kept for their time$", "保存期間中の画像 \\1"},
        {"incidents", "^(\\d+) open$", "未解決 \\1"},
        {"people", "^(\\d+)$", "\\1 人"},
        {"backup", "^none$", "なし"},
        {"backup", "drilled never$", "復元の訓練 なし"},
        {"backup", "drilled (\\d)", "復元の訓練 \\1"},
    });
    QString said = QString::fromStdString(detail);
    for (const MeasuredWord& one : kMeasured) {
        if (language == record::Language::Japanese && one.what == what) {
            said.replace(QRegularExpression(one.english), one.japanese);
        }
    }
    return said;
}

bool isNamedHealth(const std::string& what) {
    return healthRowOf(what) != nullptr;
}

} // namespace seihon::station_ui
