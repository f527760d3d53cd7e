#include "station-ui/first_words.h"

#include "station-ui/word_table.h"

#include <algorithm>
#include <array>

namespace seihon::station_ui {

namespace {

constexpr auto kFirstWords = std::to_array<WordTexts<FirstWord>>({
    {FirstWord::Title, "正本 はじめての設定", "Seihon: first run"},
    {FirstWord::Kind, "どの端末を作りますか", "What kind of station is this?"},
    {FirstWord::KindLead, "ここにはまだ端末のホームがありません：%1",
     "There is no station home yet at %1"},
    {FirstWord::KindReal, "病院の端末", "A hospital's station"},
    {FirstWord::KindRealLead,
     "規程は厳しい初期値から始まります。病院名・スキャナ・最初の管理者・信頼設定をこの後に尋ねます"
     "。",
     "The rules begin strict. You will be asked for the hospital's name, the scanner, the first "
     "administrator and whom to believe."},
    {FirstWord::KindDemo, "見本（DEMO）", "A demo"},
    {FirstWord::KindDemoLead,
     "見本の利用者・カード・紙・時刻認証ができます。実運用には使えません。",
     "With made-up people, cards, paper and timestamps. Not for real use."},
    {FirstWord::House, "病院", "The hospital"},
    {FirstWord::HouseLead,
     "病院名は規程に書かれ、すべての記録に関わります。休診日は、国の祝日のほかに病院で決めた日です"
     "。",
     "The name stands in the regulation. Closed days are the hospital's own ones, beside the "
     "public holidays."},
    {FirstWord::Hospital, "病院名(&H)", "&Hospital's name"},
    {FirstWord::Archive, "記録の保管場所（相対パスはホームの下）(&A)",
     "&Archive folder (relative: below the home)"},
    {FirstWord::ClosedDays, "病院独自の休診日（例 2027-08-13, 2027-08-16）(&D)",
     "Closed &days of its own (as 2027-08-13, 2027-08-16)"},
    {FirstWord::Scanner, "スキャナ", "The scanner"},
    {FirstWord::ScannerLead,
     "SANE のドライバー名を入れて探します。ネットワークのスキャナは、ホームができた後に "
     "sane/net.conf か sane/airscan.conf にアドレスを書いてください。後で決めることもできます。",
     "Type the name of the SANE driver and search. For a scanner on the network write its address "
     "into sane/net.conf or sane/airscan.conf of the home afterwards. It can be left for later."},
    {FirstWord::Driver, "SANE のドライバー（例 fujitsu）(&S)", "&SANE driver (such as fujitsu)"},
    {FirstWord::FindScanners, "このドライバーで探す(&F)", "&Find scanners"},
    {FirstWord::Device, "使うスキャナ(&U)", "&Use this scanner"},
    {FirstWord::Later, "後で決める", "later"},
    {FirstWord::NoScanner, "見つかりませんでした。電源とケーブルを確かめてください。",
     "None answers. Look at power and cable."},
    {FirstWord::Admin, "最初の管理者", "The first administrator"},
    {FirstWord::AdminLead,
     "システム管理者のカードを読み取り装置に差し込んでください。この人が最初にログインし、ほかの人"
     "を任命します。情報作成管理者は別の人です。",
     "Insert the administrator's card. This person logs in first and appoints the others; the "
     "information creation manager is somebody else."},
    {FirstWord::CardModule, "カードの PKCS#11 モジュール（絶対パス）(&M)",
     "PKCS#11 &module of the cards (absolute path)"},
    {FirstWord::ReadCards, "カードを読む(&R)", "&Read the cards"},
    {FirstWord::Card, "カード(&C)", "&Card"},
    {FirstWord::AdminUser, "利用者名（英小文字）(&U)", "&User name (small letters)"},
    {FirstWord::AdminName, "氏名(&N)", "&Name"},
    {FirstWord::NoCardRead, "署名用の証明書のあるカードが見つかりませんでした。",
     "No card with a certificate for signing was found."},
    {FirstWord::Trust, "信頼と時刻認証", "Trust and timestamps"},
    {FirstWord::TrustLead,
     "信頼設定の一式（trust.toml、roots、tsa、crls "
     "のあるフォルダー）を写します。空なら、まだ誰も信頼しません。",
     "The trust folder (trust.toml, roots, tsa, crls) is copied. Left empty, nobody is believed "
     "yet."},
    {FirstWord::TrustFolder, "信頼設定のフォルダー(&T)", "&Trust folder"},
    {FirstWord::TimestampUrl, "時刻認証局のアドレス（https://…）(&A)",
     "&Address of the timestamp authority (https://…)"},
    {FirstWord::Keep, "バックアップと複製", "Backup and copies"},
    {FirstWord::KeepLead,
     "バックアップは暗号化され、別のディスクか別の計算機に世代を重ねて残ります。パスワードのファイ"
     "ル"
     "は、持ち主だけが読めるもの（chmod 600）を先に作り、その写しを別の場所に保管してください。"
     "パスワードがなければ復元できません。後で決めることもできます。",
     "Backups are encrypted, in generations, on another disk or machine. Make the file with the "
     "password first, readable by its owner alone (chmod 600), and keep a copy of it elsewhere: "
     "without it nothing can be restored. It can be left for later."},
    {FirstWord::BackupRepository,
     "バックアップ先（別のディスクのフォルダー、または sftp:利用者@計算機:/フォルダー）(&K)",
     "Bac&kup target (a folder on another disk, or sftp:user@host:/folder)"},
    {FirstWord::BackupPassword, "パスワードのファイル（絶対パス）(&P)",
     "File with its &password (absolute path)"},
    {FirstWord::Replica, "記録の複製を置くフォルダー（別のディスク）(&R)",
     "Folder for copies of &records, on another disk"},
    {FirstWord::Summary, "確認", "Ready"},
    {FirstWord::SummaryLead, "次の内容で作ります。後からすべて変えられます。",
     "This will be made. All of it can be changed later."},
    {FirstWord::NotHere, "この画面ではできないこと", "What this cannot do"},
    {FirstWord::Commands,
     "・ほかの人の任命：ログイン後の「利用者」の画面\n・スキャナの認定：検査シートを印刷し（seihon "
     "qualify --print-target target.pdf）、「スキャナと認定」の画面で\n・規程：regulation.toml "
     "を直し、「規程」の画面で承認して有効に\n・常に動かすもの：seihon "
     "work（サービスとして）\n・最初のバックアップ：「バックアップと保管庫」の画面で。keys/"
     "station.pem "
     "の写しは別の場所に",
     "– the other people: on the page “People” after the login\n– qualifying the scanner: print "
     "the target sheet (seihon qualify --print-target target.pdf), then the page “Scanners”\n– the "
     "rules: edit regulation.toml, then approve and activate on the page “Rules”\n– running all "
     "the time: seihon work, as a service\n– the first backup: on the page “Backup and archive”; "
     "keep a copy of keys/station.pem elsewhere"},
    {FirstWord::NoAdministrator,
     "管理者が決まっていません。ホームができた後に people.toml "
     "に書き込むまで、誰もログインできません。",
     "No administrator is named: nobody can log in until people.toml of the home names somebody."},
    {FirstWord::Left, "（後で決める）", "(later)"},
    {FirstWord::Next, "次へ(&G)", "&Go on"},
    {FirstWord::Back, "戻る(&B)", "&Back"},
    {FirstWord::Make, "端末を作る(&G)", "Make it (&G)"},
    {FirstWord::Making, "作っています…", "Making it…"},
    {FirstWord::FieldFault, "この内容は使えません。確かめてください。", "This cannot be used."},
    {FirstWord::ArchiveFault, "書き込めるフォルダーではありません。", "No folder to write into."},
    {FirstWord::ClosedDaysFault, "2027-08-13, 2027-08-16 のように、ある日付を書いてください。",
     "Write days that there are, as 2027-08-13, 2027-08-16."},
    {FirstWord::CardModuleFault, "モジュールのファイルを絶対パスで書いてください。",
     "Write the absolute path of the module's file."},
    {FirstWord::AdministratorFault,
     "利用者名は英小文字・数字・. _ - で 32 文字までです。カードと氏名も要ります。",
     "A user name has small letters, digits, . _ -, at most 32; card and name are needed, too."},
    {FirstWord::TrustFolderFault, "信頼設定の一式として読めないフォルダーです。",
     "This folder cannot be read as trust settings."},
    {FirstWord::TimestampUrlFault, "http:// または https:// で始まるアドレスを書いてください。",
     "Write an address that begins with http:// or https://."},
    {FirstWord::BackupRepositoryFault,
     "書き込めるフォルダーの絶対パスか、sftp: などで始まるアドレスを書いてください。",
     "Write the absolute path of a folder to write into, or an address as sftp:user@host:/folder."},
    {FirstWord::BackupPasswordFault,
     "8 文字以上のパスワードのある、持ち主だけが読めるファイル（chmod 600）を絶対パスで書いて"
     "ください。",
     "Write the absolute path of a file with at least 8 characters that only its owner may read "
     "(chmod 600)."},
    {FirstWord::ReplicaFault, "書き込めるフォルダーの絶対パスを書いてください。",
     "Write the absolute path of a folder to write into."},
});

} // namespace

QString word(FirstWord which, record::Language language) {
    return wordOf(kFirstWords, which, language);
}

bool everyFirstWordHasItsTexts() {
    return isComplete(kFirstWords, FirstWord::ReplicaFault);
}

} // namespace seihon::station_ui
