#include "station-ui/admin_words.h"

#include <algorithm>
#include <array>

namespace seihon::station_ui {

namespace {

struct AdminRow {
    AdminWord word;
    const char* japanese;
    const char* english;
};

constexpr auto kAdminWords = std::to_array<AdminRow>({
    {AdminWord::Well, "正常", "well"},
    {AdminWord::Careful, "注意", "careful"},
    {AdminWord::Bad, "要対応", "to be mended"},
    {AdminWord::Yes, "はい、実行する(&Y)", "&Yes, do it"},
    {AdminWord::Reason, "理由(&R)", "&Reason"},
    {AdminWord::Standing, "状態", "Standing"},
    {AdminWord::Item, "項目", "Item"},
    {AdminWord::Kind, "種類", "Kind"},
    {AdminWord::Name, "名称", "Name"},
    {AdminWord::Until, "期限", "Until"},
    {AdminWord::NoEnd, "期限なし", "no end"},
    {AdminWord::Doctor, "端末の点検", "Station check"},
    {AdminWord::CheckAgain, "もう一度点検する(&A)", "Check &again"},
    {AdminWord::Checking, "点検しています…", "Checking…"},
    {AdminWord::DoctorCounts, "要対応 ✗ %1　注意 ▲ %2　正常 ✓ %3",
     "✗ %1 to be mended, ▲ %2 careful, ✓ %3 well"},
    {AdminWord::Finding, "わかったこと", "What was found"},
    {AdminWord::GoThere, "その画面を開く(&O)", "&Open that page"},
    {AdminWord::Devices, "スキャナと認定", "Scanners"},
    {AdminWord::Scanner, "スキャナ", "Scanner"},
    {AdminWord::Answering, "応答", "Answers"},
    {AdminWord::Answers, "● 応答あり", "● yes"},
    {AdminWord::Silent, "○ 応答なし", "○ no"},
    {AdminWord::LookAgain, "もう一度探す(&F)", "&Find again"},
    {AdminWord::NoDevices,
     "スキャナが見つかりません。電源とケーブル、ホームの sane/dll.conf を確かめてください。",
     "No scanner answers. Look at power, cable, and sane/dll.conf in the home."},
    {AdminWord::NoQualification, "認定なし", "not qualified"},
    {AdminWord::NotQualified, "原本の読み取りには使えません", "Not for originals now"},
    {AdminWord::QualifiedUntil, "認定済み（%1 まで）", "Qualified until %1"},
    {AdminWord::QualifiedBy, "認定した人", "Qualified by"},
    {AdminWord::QualifiedFor, "認定の期間", "Qualified for"},
    {AdminWord::QualifiedSettings, "認定した設定", "Settings"},
    {AdminWord::SaneName, "SANE の名前", "SANE name"},
    {AdminWord::DefaultDevice, "（既定のスキャナ）", "(the station's default)"},
    {AdminWord::Serial, "製造番号", "Serial number"},
    {AdminWord::Firmware, "ファームウェア", "Firmware"},
    {AdminWord::DeviceProfile, "機器プロファイル", "Device profile"},
    {AdminWord::Qualify, "認定する(&Q)", "&Qualify it"},
    {AdminWord::VoidQualification, "修理などで認定を取り消す(&V)", "&Void after a repair"},
    {AdminWord::VoidAsk, "認定を取り消します。認定し直すまで、このスキャナの画像は受け付けません。",
     "This voids the qualification: no page is taken from this scanner until it is qualified "
     "anew."},
    {AdminWord::QualifyTitle, "スキャナの認定", "Qualify a scanner"},
    {AdminWord::QualifySteps,
     "1. 検査シートを実寸（100 %）で印刷します。端末の画面では作れません。管理者のコマンド: seihon "
     "qualify --print-target target.pdf\n2. "
     "使う設定を選びます。選んだ組み合わせだけが認定され、前の認定と置き換わります。\n3. "
     "検査シートをトレイ（またはガラス面）に置きます。",
     "1. Print the target sheet at its true size (100 %). This window cannot make it; the command "
     "is: seihon qualify --print-target target.pdf\n2. Choose the settings. Only these are "
     "qualified, and they take the place of what was before.\n3. Lay the target sheets into the "
     "tray (or one on the glass)."},
    {AdminWord::Resolutions, "解像度", "Resolution"},
    {AdminWord::Sources, "給紙", "Paper from"},
    {AdminWord::Modes, "色", "Colour"},
    {AdminWord::FeederSimplex, "トレイ（片面）", "feeder, one side"},
    {AdminWord::FeederDuplex, "トレイ（両面）", "feeder, both sides"},
    {AdminWord::Flatbed, "ガラス面", "glass"},
    {AdminWord::Colour, "カラー", "colour"},
    {AdminWord::Grey, "グレー", "grey"},
    {AdminWord::TargetSheets, "検査シート %1 枚", "%1 target sheet(s)"},
    {AdminWord::TargetLaid, "検査シートをこの枚数だけ置きました(&T)",
     "The &target sheets lie there"},
    {AdminWord::TargetFirst, "設定を選び、検査シートを置いてください。",
     "Choose the settings and lay the target sheets down."},
    {AdminWord::QualifyRun, "読み取って測る(&G)", "Scan and measure (&G)"},
    {AdminWord::QualifyRunning, "読み取って測っています：%1 / %2",
     "Scanning and measuring: %1 of %2"},
    {AdminWord::SamplingEfficiency, "解像力 %1 %（横）／ %2 %（縦）",
     "sampling efficiency %1 % across, %2 % down"},
    {AdminWord::BackToList, "一覧に戻る(&B)", "&Back to the list"},
    {AdminWord::People, "利用者", "People"},
    {AdminWord::AddPerson, "人を加える(&N)", "&New person"},
    {AdminWord::ReviewPeople, "見直しを記録(&V)", "Record a re&view"},
    {AdminWord::ReviewByOther,
     "権限の見直しは、見直しの権限のある人（情報作成管理者・診療記録管理者など）が行います。",
     "The review is made by somebody who may review people, such as the records supervisor."},
    {AdminWord::AppointAgain, "任命を加える(&A)", "&Appoint again"},
    {AdminWord::SetPassword, "パスワードを設定(&W)", "Set pass&word"},
    {AdminWord::NewCode, "ワンタイムコードを作る(&O)", "New &one-time code"},
    {AdminWord::Unlock, "ログインを開ける(&U)", "&Unlock"},
    {AdminWord::Retire, "任命を終える(&E)", "&End all appointments"},
    {AdminWord::Roles, "役割", "Roles"},
    {AdminWord::LogsIn, "ログイン", "Logs in by"},
    {AdminWord::ByCard, "カード", "card"},
    {AdminWord::ByKeyFile, "鍵ファイル", "key file"},
    {AdminWord::ByPassword, "パスワード", "password"},
    {AdminWord::NoLogin, "まだログインできません", "cannot log in yet"},
    {AdminWord::LastLogin, "最後のログイン", "last login"},
    {AdminWord::MayNow, "いまできること", "May now"},
    {AdminWord::Trained, "教育", "Training"},
    {AdminWord::Absent, "不在", "Absent"},
    {AdminWord::ActsFor, "代行", "Acts for"},
    {AdminWord::Appointed, "任命中", "appointed"},
    {AdminWord::NotAppointed, "いまは任命がありません", "holds no appointment now"},
    {AdminWord::LockedOut, "ログインが閉じています", "the login is shut"},
    {AdminWord::NotOneself, "自分の任命は自分では変えられません。",
     "Nobody changes an own appointment."},
    {AdminWord::NewUser, "利用者名（英小文字）(&U)", "&User name (small letters)"},
    {AdminWord::NewName, "氏名(&M)", "Na&me"},
    {AdminWord::NewRole, "役割(&R)", "&Role"},
    {AdminWord::NewFrom, "開始日(&F)", "&From"},
    {AdminWord::NewUntil, "最終日（この日を含む）(&T)", "&To the end of"},
    {AdminWord::NewLetter, "任命書の番号(&L)", "&Letter of appointment"},
    {AdminWord::NewTraining, "教育の内容（読み取りに必要）(&I)", "Tra&ining (needed for scanning)"},
    {AdminWord::NewCard, "カード（読み取り装置にあるもの）(&D)", "Car&d in the reader"},
    {AdminWord::NewNote,
     "people.toml は書き直されます。前の名簿は、手で書いた注記も含めて people "
     "フォルダーに残ります。不在と代行はファイルで設定します。",
     "people.toml is written anew; the list before it, with comments of a hand, stays in the "
     "people folder. Absence and delegation are set in the file."},
    {AdminWord::WithoutCard, "カードなし", "no card"},
    {AdminWord::PersonIncomplete, "利用者名と氏名を入力し、最終日を開始日以後にしてください。",
     "Type user name and name; the last day must not be before the first."},
    {AdminWord::SavePerson, "任命を記録する(&S)", "&Save the appointment"},
    {AdminWord::PersonSaved, "%1 の任命を記録しました。別の人が見直すまで、点検に表示されます。",
     "The appointment of %1 is recorded. The station check shows it until somebody else has "
     "reviewed it."},
    {AdminWord::RetireAsk, "%1 の任命と代行を、いま終えますか。過去の記録はそのまま残ります。",
     "End all appointments and delegations of %1 now? What was recorded stays."},
    {AdminWord::PersonRetired, "%1 の任命を終えました。", "%1 holds no appointment any more."},
    {AdminWord::PasswordAsk, "%1 の新しいパスワードを、本人が入力してください。",
     "%1 types the new password."},
    {AdminWord::NewPassword, "新しいパスワード(&P)", "New &password"},
    {AdminWord::PasswordSet, "パスワードを設定しました。", "The password is set."},
    {AdminWord::CodeOnce, "認証アプリに登録してください。表示は一度だけです。",
     "Enter this into the authenticator. It is shown only once."},
    {AdminWord::CodeTaken, "登録しました：閉じる(&C)", "It is entered: &close"},
    {AdminWord::Unlocked, "ログインを開けました。", "The login is open again."},
    {AdminWord::ReviewAsk, "利用者と権限の一覧を見直したことを記録します。",
     "This records that you have reviewed the list of people and rights."},
    {AdminWord::Remark, "所見(&K)", "Remar&k"},
    {AdminWord::Reviewed, "見直しを記録しました。", "The review is recorded."},
    {AdminWord::Rules, "規程・診療日・信頼", "Rules"},
    {AdminWord::InForce, "現在の規程(&1)", "In force (&1)"},
    {AdminWord::Proposal, "規程の変更(&2)", "A change (&2)"},
    {AdminWord::Calendar, "診療日(&3)", "Calendar (&3)"},
    {AdminWord::Trust, "信頼(&4)", "Trust (&4)"},
    {AdminWord::InForceSince, "%1 から有効（%2）", "In force since %1 (%2)"},
    {AdminWord::FilterClauses, "言葉で絞り込む(&W)", "Only those with the &word"},
    {AdminWord::Part, "区分", "Part"},
    {AdminWord::Says, "内容", "What it says"},
    {AdminWord::ProposalFile, "変更案のファイル(&P)", "File of the &proposed rules"},
    {AdminWord::LookAtProposal, "現在の規程と比べる(&L)", "Compare: &look"},
    {AdminWord::Approve, "承認する(&A)", "&Approve it"},
    {AdminWord::Activate, "有効にする(&G)", "Put it into force (&G)"},
    {AdminWord::ChangeKind, "変化", "Change"},
    {AdminWord::Before, "いま", "Now"},
    {AdminWord::After, "変更後", "Then"},
    {AdminWord::Differences, "変更 %1 か所", "%1 changes"},
    {AdminWord::IsInForce, "この規程は有効です", "This one is in force"},
    {AdminWord::ApprovedBy, "承認：%1（%2）%3", "approved by %1 (%2), %3"},
    {AdminWord::NobodyApproved, "まだ誰も承認していません。", "Nobody has approved it yet."},
    {AdminWord::Approved, "%1 を承認しました。", "%1 is approved."},
    {AdminWord::NowInForce, "%1 を有効にしました。開いている作業は前の規程のままです。",
     "%1 is in force. Work that is open keeps the rules it began with."},
    {AdminWord::ClosedWeekdays, "毎週の休診日：%1", "Closed every week: %1"},
    {AdminWord::DaysListed, "%1 年の休診日：%2 日", "%1: %2 closed days are listed"},
    {AdminWord::NoDaysListed,
     "%1 年の休診日は載っていません。毎週の休診日だけを数え、期限は早くなります。",
     "%1: no closed days are listed. Only the weekly ones count, and deadlines come earlier."},
    {AdminWord::ClosedDay, "休診日", "Closed day"},
    {AdminWord::Weekday, "曜日", "Weekday"},
    {AdminWord::CalendarNote,
     "休診日は規程の一部です。regulation.toml の [calendar] "
     "を直し、「規程の変更」で承認を受けて有効にしてください。",
     "Closed days are part of the regulation: edit [calendar] in regulation.toml, then have it "
     "approved and put into force under “A change”."},
    {AdminWord::SignerProfile, "署名者の種類", "kind of signers"},
    {AdminWord::SignerRoot, "署名者のルート証明書", "signers' root"},
    {AdminWord::TimestampService, "時刻認証業務", "timestamp service"},
    {AdminWord::TimestampRoot, "時刻認証のルート証明書", "timestamp root"},
    {AdminWord::ForTests, "（試験用）", "(for tests)"},
    {AdminWord::TrustAsAccepted, "採用済み：%1　%2", "As accepted by %1, %2"},
    {AdminWord::TrustChanged, "採用（%1　%2）の後に変更されています",
     "Changed since %1 accepted it, %2"},
    {AdminWord::TrustNotAccepted, "まだ採用されていません", "Not accepted yet"},
    {AdminWord::AcceptTrust, "いまの内容を採用する(&G)", "Accept it as it is (&G)"},
    {AdminWord::TrustAccepted, "いまの信頼設定の採用を記録しました。",
     "The trust settings are accepted as they are now."},
    {AdminWord::TrustNote,
     "ここに載っているものだけを信頼します。変更はホームの trust フォルダーで行います。文書の印刷: "
     "seihon trust statement --out trust.pdf",
     "Nothing else is believed. Changes are made in the home's trust folder. As a document: seihon "
     "trust statement --out trust.pdf"},
});

} // namespace

QString word(AdminWord which, record::Language language) {
    const AdminRow& row = kAdminWords.at(static_cast<std::size_t>(which));
    return QString::fromUtf8(language == record::Language::Japanese ? row.japanese : row.english);
}

bool everyAdminWordHasItsTexts() {
    for (std::size_t i = 0; i < kAdminWords.size(); ++i) {
        if (static_cast<std::size_t>(kAdminWords[i].word) != i ||
            *kAdminWords[i].japanese == '\0' || *kAdminWords[i].english == '\0') {
            return false;
        }
    }
    return kAdminWords.size() == static_cast<std::size_t>(AdminWord::TrustNote) + 1;
}

} // namespace seihon::station_ui
