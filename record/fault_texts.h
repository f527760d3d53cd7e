#pragma once

#include "record/fault.h"

#include <array>

namespace seihon::record {

// What happened, what is safe, what to do; {placeholders} are keys of the fault's context, {detail}
// its what().
struct FaultTemplate {
    const char* what;
    const char* safe;
    const char* todo;
};

struct FaultRow {
    FaultKind kind;
    FaultTemplate japanese, english;
};

// Same order as the enumeration.
inline constexpr std::array kFaultRows = std::to_array<FaultRow>({
    {FaultKind::Internal,
     {"プログラムの内部で障害が起きました（{detail}）。", "読み取り済みの頁はすべて安全です。",
      "もう一度試し、続くときは管理者に知らせてください。"},
     {"An internal failure: {detail}.", "Every page captured so far is safe.",
      "Try again; tell the administrator if it goes on."}},
    {FaultKind::Usage,
     {"指定が正しくありません（{detail}）。", "何も変わっていません。", "入力を直してください。"},
     {"What was typed cannot be used: {detail}.", "Nothing has been changed.",
      "Correct what was typed."}},
    {FaultKind::NotFound,
     {"見つかりません（{detail}）。", "何も変わっていません。", "名前や番号を確かめてください。"},
     {"Not found: {detail}.", "Nothing has been changed.", "Look at the name or number again."}},
    {FaultKind::Malformed,
     {"データの形式が正しくありません（{detail}）。", "何も変わっていません。",
      "その入力は使えません。管理者に知らせてください。"},
     {"The data are not in the form they must have: {detail}.", "Nothing has been changed.",
      "This input cannot be used; tell the administrator."}},
    {FaultKind::ConfigInvalid,
     {"設定ファイルに誤りがあります（{detail}）。", "何も変わっていません。",
      "示された行を直してください。"},
     {"A settings file is not right: {detail}.", "Nothing has been changed.",
      "Correct the line that is named."}},
    {FaultKind::DeviceAbsent,
     {"スキャナ {device} が見つかりません。", "読み取り済みの頁はすべて安全です。",
      "電源とケーブルを確かめ、もう一度試してください。"},
     {"The scanner {device} is not there.", "Every page captured so far is safe.",
      "Look at power and cable, then try again."}},
    {FaultKind::DeviceBusy,
     {"スキャナ {device} は他で使用中です。", "読み取り済みの頁はすべて安全です。",
      "他の作業が終わったら、{sheet} "
      "枚目から後がトレイにあることを確かめて、続きをスキャンしてください。"},
     {"The scanner {device} is in use by something else.", "Every page captured so far is safe.",
      "When the other work is done, see to it that sheet {sheet} and all after it lie in the tray, "
      "and scan on."}},
    {FaultKind::DeviceDenied,
     {"スキャナ {device} を使う権限がありません（{detail}）。",
      "読み取り済みの頁はすべて安全です。",
      "{sheet} "
      "枚目から後の用紙はそのままにし、管理者に接続の許可を直してもらってから、続きをスキャンして"
      "ください。"},
     {"This station may not use the scanner {device}: {detail}.",
      "Every page captured so far is safe.",
      "Leave sheet {sheet} and all after it where they are, have the administrator put the "
      "permission right, then scan on."}},
    {FaultKind::DeviceFailed,
     {"スキャナで障害が起きました（{detail}）。",
      "{sheet} 枚目より前の頁はすべて安全です。{sheet} 枚目の画像は採用していません。",
      "用紙を取り除き、トレイから出た {putBack} "
      "枚目を元の順にトレイの先頭へ戻して、続きをスキャンしてください（トレイに残る用紙はそのまま）"
      "。"},
     {"The scanner failed: {detail}.",
      "All pages before sheet {sheet} are safe; nothing of sheet {sheet} was kept.",
      "Clear the paper path, put back on top of the tray what left it after the safe ones (sheet "
      "{putBack}), and scan on."}},
    {FaultKind::DeviceHung,
     {"スキャナの応答がなくなったため、読み取りを止めました。",
      "{sheet} 枚目より前の頁はすべて安全です。{sheet} 枚目の画像は採用していません。",
      "スキャナの電源を入れ直し、トレイから出た {putBack} "
      "枚目を元の順にトレイの先頭へ戻して、続きをスキャンしてください（トレイに残る用紙はそのまま）"
      "。"},
     {"The scanner went silent; scanning was stopped.",
      "All pages before sheet {sheet} are safe; nothing of sheet {sheet} was kept.",
      "Switch the scanner off and on, put back on top of the tray what left it after the safe ones "
      "(sheet {putBack}), and scan on."}},
    {FaultKind::DeviceSettingsDiffer,
     {"スキャナが指定した設定を受け付けませんでした（{detail}）。",
      "読み取り済みの頁はすべて安全です。",
      "この設定で使えるスキャナを選ぶか、管理者に知らせてください。"},
     {"The scanner did not take the settings: {detail}.", "Every page captured so far is safe.",
      "Choose a scanner that can do this, or tell the administrator."}},
    {FaultKind::FeederEmpty,
     {"トレイに用紙がありません。", "読み取り済みの頁はすべて安全です。",
      "用紙を入れて、もう一度スキャンしてください。"},
     {"There is no paper in the tray.", "Every page captured so far is safe.",
      "Put the paper in and scan again."}},
    {FaultKind::PaperJam,
     {"{sheet} 枚目で紙が詰まりました。",
      "{sheet} 枚目より前の頁はすべて安全です。{sheet} 枚目の画像は採用していません。",
      "用紙を取り除き、トレイから出た {putBack} "
      "枚目を元の順にトレイの先頭へ戻して、続きをスキャンしてください（トレイに残る用紙はそのまま）"
      "。"},
     {"Paper jam at sheet {sheet}.",
      "All pages before sheet {sheet} are safe; nothing of sheet {sheet} was kept.",
      "Clear the paper path, put back on top of the tray what left it after the safe ones (sheet "
      "{putBack}), and scan on."}},
    {FaultKind::CoverOpen,
     {"スキャナのカバーが開いています。",
      "{sheet} 枚目より前の頁はすべて安全です。{sheet} 枚目の画像は採用していません。",
      "カバーを閉め、トレイから出た {putBack} "
      "枚目を元の順にトレイの先頭へ戻して、続きをスキャンしてください（トレイに残る用紙はそのまま）"
      "。"},
     {"The scanner's cover is open.",
      "All pages before sheet {sheet} are safe; nothing of sheet {sheet} was kept.",
      "Close the cover, put back on top of the tray what left it after the safe ones (sheet "
      "{putBack}), and scan on."}},
    {FaultKind::DoubleFeed,
     {"{sheet} 枚目で重送を検出しました。",
      "{sheet} 枚目より前の頁はすべて安全です。{sheet} 枚目の画像は採用していません。",
      "重なった用紙を離し、トレイから出た {putBack} "
      "枚目を元の順にトレイの先頭へ戻して、続きをスキャンしてください（トレイに残る用紙はそのまま）"
      "。"},
     {"Two sheets went through together at sheet {sheet}.",
      "All pages before sheet {sheet} are safe; nothing of sheet {sheet} was kept.",
      "Separate the sheets, put back on top of the tray what left it after the safe ones (sheet "
      "{putBack}), and scan on."}},
    {FaultKind::DoubleFeedAfterSheet,
     {"{doubtful} 枚目と一緒に次の用紙も送られました（重送）。",
      "{sheet} 枚目より前の頁はすべて保存済みです。ただし {doubtful} "
      "枚目の画像は、確かめるまで提出でき"
      "ません。",
      "重なった用紙を離し、{putBack} "
      "枚目をトレイの先頭へ戻して、続きをスキャンしてください。{doubtful} "
      "枚目は画像と紙を見比べ、読み"
      "直すか、問題がなければ「紙のとおり」と理由を記録してください。"},
     {"Another sheet went through together with sheet {doubtful}.",
      "All pages before sheet {sheet} are safe; that of sheet {doubtful} cannot be submitted "
      "before "
      "it was looked at.",
      "Separate the sheets, put sheet {putBack} back on top of the tray and scan on. Compare the "
      "image of sheet {doubtful} with the paper: scan it again, or if it is whole, mark it as on "
      "paper with the reason."}},
    {FaultKind::PageIncomplete,
     {"{sheet} 枚目の画像が最後まで届きませんでした。",
      "{sheet} 枚目より前の頁はすべて安全です。{sheet} 枚目の画像は採用していません。",
      "用紙を取り除き、トレイから出た {putBack} "
      "枚目を元の順にトレイの先頭へ戻して、続きをスキャンしてください（トレイに残る用紙はそのまま）"
      "。"},
     {"Sheet {sheet} did not arrive whole.",
      "All pages before sheet {sheet} are safe; nothing of sheet {sheet} was kept.",
      "Clear the paper path, put back on top of the tray what left it after the safe ones (sheet "
      "{putBack}), and scan on."}},
    {FaultKind::ScanCancelled,
     {"スキャンを中止しました。",
      "{sheet} 枚目より前の頁はすべて安全です。{sheet} 枚目の画像は採用していません。",
      "用紙を取り除き、トレイから出た {putBack} "
      "枚目を元の順にトレイの先頭へ戻して、続きをスキャンしてください（トレイに残る用紙はそのまま）"
      "。"},
     {"Scanning was stopped.",
      "All pages before sheet {sheet} are safe; nothing of sheet {sheet} was kept.",
      "Clear the paper path, put back on top of the tray what left it after the safe ones (sheet "
      "{putBack}), and scan on."}},
    {FaultKind::WorkerDied,
     {"スキャン用プロセスが止まりました。",
      "{sheet} 枚目より前の頁はすべて安全です。{sheet} 枚目の画像は採用していません。",
      "用紙を取り除き、トレイから出た {putBack} "
      "枚目を元の順にトレイの先頭へ戻して、続きをスキャンしてください（トレイに残る用紙はそのまま）"
      "。"},
     {"The scanning process died.",
      "All pages before sheet {sheet} are safe; nothing of sheet {sheet} was kept.",
      "Clear the paper path, put back on top of the tray what left it after the safe ones (sheet "
      "{putBack}), and scan on."}},
    {FaultKind::ScanRunLost,
     {"前回の読み取りは終了の報告なしに途切れました（停電や強制終了など）。まだ何も送っていません"
      "。",
      "{sheet} 枚目より前の頁はすべて安全です。{sheet} 枚目からの画像は採用していません。",
      "トレイから出た {putBack} "
      "枚目を元の順にトレイの先頭へ戻して、もう一度スキャンしてください（トレイに残る用紙はそのまま"
      "）。"},
     {"The last scan run ended without a word (a power cut, or the program was killed). Nothing "
      "has "
      "been fed now.",
      "All pages before sheet {sheet} are safe; nothing from sheet {sheet} on was kept.",
      "Put back on top of the tray what left it after the safe ones (sheet {putBack}), and scan "
      "again."}},
    {FaultKind::ImageUnreadable,
     {"画像ファイルを読めません（{detail}）。", "読み取り済みの頁はすべて安全です。",
      "別の形式（TIFF、PNG）で保存し直すか、紙からスキャンしてください。"},
     {"The image file cannot be read: {detail}.", "Every page captured so far is safe.",
      "Save it again as TIFF or PNG, or scan the paper."}},
    {FaultKind::TargetNotFound,
     {"検査シートを画像の中に見つけられません（{detail}）。",
      "認定は変わっていません。読み取った画像は残してあります。",
      "検査シートを上を先に、傾けずに置き、両面のときは裏にも印刷して、もう一度試してください。"},
     {"The target sheet was not found in the image: {detail}.",
      "The qualification is as it was; the image is kept.",
      "Lay the target straight, its top first, printed on both sides for duplex, and try again."}},
    {FaultKind::StorageFull,
     {"ディスクの空きがありません（{file}）。",
      "それまでに確認できた頁は安全です。途中のものは採用していません。",
      "管理者に空き容量を増やしてもらい、続きを行ってください。"},
     {"The disk is full ({file}).",
      "Everything ticked before is safe; what was being written was not kept.",
      "Have the administrator make room, then go on from here."}},
    {FaultKind::StorageFailed,
     {"保存に失敗しました（{detail}）。",
      "それまでに確認できた頁は安全です。途中のものは採用していません。",
      "紙を手元に置き、管理者に知らせてください。"},
     {"Storing failed: {detail}.",
      "Everything ticked before is safe; what was being written was not kept.",
      "Keep the paper and tell the administrator."}},
    {FaultKind::StorageDiffers,
     {"保存した内容を読み返すと違っていました（{file}）。", "その頁は採用していません。",
      "ディスクの障害です。紙を手元に置き、管理者に知らせてください。"},
     {"What was read back is not what was written ({file}).", "That page was not kept.",
      "The disk is failing: keep the paper and tell the administrator."}},
    {FaultKind::LedgerBusy,
     {"台帳が使用中です。", "読み取り済みの頁はすべて安全です。",
      "少し待ってもう一度試してください。"},
     {"The ledger is busy.", "Every page captured so far is safe.",
      "Wait a moment and try again."}},
    {FaultKind::LedgerBroken,
     {"台帳に異常があります（{detail}）。", "画像と記録のファイルには触れていません。",
      "作業を止め、管理者と監査担当者に知らせてください。"},
     {"The ledger is not as it was left: {detail}.", "No image and no record has been touched.",
      "Stop work and tell the administrator and the auditor."}},
    {FaultKind::JobBusy,
     {"この作業は別の画面またはコマンドが使用中です。", "読み取り済みの頁はすべて安全です。",
      "そちらを終えてからもう一度試してください。"},
     {"This job is open in another window or command.", "Every page captured so far is safe.",
      "Finish there and try again."}},
    {FaultKind::LoginRefused,
     {"本人確認ができませんでした（{detail}）。", "何も変わっていません。",
      "カードと利用者名を確かめてください。"},
     {"The person could not be identified: {detail}.", "Nothing has been changed.",
      "Look at the card and the user name."}},
    {FaultKind::TokenAbsent,
     {"カードがありません（{detail}）。", "何も変わっていません。読み取った頁は安全です。",
      "カードを挿し、もう一度試してください。"},
     {"The card is not there: {detail}.",
      "Nothing has been changed. Pages that were scanned are safe.",
      "Insert the card and try again."}},
    {FaultKind::TokenBusy,
     {"カードは別の画面またはコマンドが使用中です。",
      "何も変わっていません。読み取った頁は安全です。",
      "そちらが終わるのを待って、もう一度試してください。カードは抜かないでください。"},
     {"The card is in use by another window or command.",
      "Nothing has been changed. Pages that were scanned are safe.",
      "Wait until that is done and try again; leave the card where it is."}},
    {FaultKind::TokenHung,
     {"カードが応答しません（{detail}）。", "何も変わっていません。読み取った頁は安全です。",
      "カードとリーダーを抜き挿しし、このプログラムを起動し直してから試してください。"},
     {"The card does not answer: {detail}.",
      "Nothing has been changed. Pages that were scanned are safe.",
      "Take card and reader out and in again, start this program anew and try again."}},
    {FaultKind::PinMissing,
     {"PIN が入力されていません。", "何も変わっていません。",
      "PIN を入力してください（--pin-fd または画面）。"},
     {"No PIN was given.", "Nothing has been changed.",
      "Give the PIN (--pin-fd or at the prompt)."}},
    {FaultKind::PinWrong,
     {"PIN が違います。", "何も変わっていません。読み取った頁は安全です。",
      "PIN を確かめてから、もう一度入力してください。自動では再試行しません。{tries}"},
     {"The PIN is wrong.", "Nothing has been changed. Pages that were scanned are safe.",
      "Make sure of the PIN and enter it again; nothing is retried by itself.{tries}"}},
    {FaultKind::PinLastTry,
     {"カードの PIN の入力は残り 1 回です。使わずに止めました。",
      "PIN はカードに渡していません。何も変わっていません。読み取った頁は安全です。",
      "カードの発行者の手順で回数を戻してください。PIN に間違いがなければ --last-try "
      "を付けて入力できます。間違えるとカードは使えなくなります。"},
     {"The card has one try left for its PIN; it was not used.",
      "The PIN was not given to the card. Nothing has been changed. Pages that were scanned are "
      "safe.",
      "Have the tries reset as the card's issuer says. Whoever is sure of the PIN may give it with "
      "--last-try; a mistake then locks the card."}},
    {FaultKind::PinLocked,
     {"カードの PIN が閉塞しています。", "何も変わっていません。読み取った頁は安全です。",
      "ほかの署名者に引き継ぐか、カードの発行者に連絡してください。"},
     {"The card's PIN is locked.", "Nothing has been changed. Pages that were scanned are safe.",
      "Hand over to another signer, or ask the card's issuer."}},
    {FaultKind::PinExpired,
     {"PIN を預かる期限が切れました（{detail}）。",
      "預かった PIN は消しました。何も変わっていません。読み取った頁は安全です。",
      "PIN をもう一度入力してください（ログインし直してください）。"},
     {"The PIN is no longer kept: {detail}.",
      "What was kept of it is wiped. Nothing has been changed. Pages that were scanned are safe.",
      "Give the PIN again (log in anew)."}},
    {FaultKind::TokenFailed,
     {"カードで障害が起きました（{detail}）。", "何も変わっていません。読み取った頁は安全です。",
      "カードを挿し直して、もう一度試してください。"},
     {"The card failed: {detail}.", "Nothing has been changed. Pages that were scanned are safe.",
      "Take the card out, insert it and try again."}},
    {FaultKind::CertificateUnusable,
     {"証明書を使えません（{detail}）。", "何も変わっていません。読み取った頁は安全です。",
      "有効な証明書の人に引き継いでください。"},
     {"The certificate cannot be used: {detail}.",
      "Nothing has been changed. Pages that were scanned are safe.",
      "Hand over to somebody with a valid certificate."}},
    {FaultKind::TimestampUnavailable,
     {"時刻認証局につながりません（{detail}）。",
      "頁と署名は安全です。記録は「封緘待ち」で、完了とは表示しません。",
      "そのまま他の作業を続けられます。`seihon work` が自動で取り直します。"},
     {"No timestamp authority answers: {detail}.",
      "Pages and signature are safe. The record stays \"sealing pending\" and is not shown as "
      "done.",
      "Go on working; `seihon work` asks again by itself."}},
    {FaultKind::TimestampRefused,
     {"時刻認証局の応答を受け入れられません（{detail}）。",
      "頁と署名は安全です。記録は「封緘待ち」で、完了とは表示しません。",
      "管理者に知らせてください。`seihon work` が取り直します。"},
     {"The timestamp authority's answer is not acceptable: {detail}.",
      "Pages and signature are safe. The record stays \"sealing pending\" and is not shown as "
      "done.",
      "Tell the administrator; `seihon work` asks again."}},
    {FaultKind::RevocationUnavailable,
     {"失効リストが手に入りません（{detail}）。", "何も変わっていません。読み取った頁は安全です。",
      "ネットワークを確かめ、もう一度試してください。"},
     {"No revocation list is at hand: {detail}.",
      "Nothing has been changed. Pages that were scanned are safe.",
      "Look at the network and try again."}},
    {FaultKind::ClockWrong,
     {"この端末の時計が正しくありません（{detail}）。",
      "何も変わっていません。読み取った頁は安全です。",
      "スキャンと閲覧は続けられます。管理者に時計を合わせてもらってください。"},
     {"The clock of this station is wrong: {detail}.",
      "Nothing has been changed. Pages that were scanned are safe.",
      "Scanning and viewing go on; have the administrator set the clock."}},
    {FaultKind::LoginLocked,
     {"続けて間違えたため、この利用者はいまログインできません（{detail}）。",
      "カードにもパスワードにも触れていません。何も変わっていません。",
      "時間をおいてもう一度試してください。閉じられたときは、管理者に `seihon user unlock` "
      "で開けてもらってください。"},
     {"Too many wrong tries: this person cannot log in now ({detail}).",
      "Neither card nor password was touched; nothing has been changed.",
      "Wait and try again; where the login is closed, have the administrator open it with `seihon "
      "user unlock`."}},
    {FaultKind::CaptureAltered,
     {"{page} 頁の画像が、読み取ったときのものではなくなっています（{file}）。",
      "他の頁は読み取ったときのままです。この頁は記録に入りません。",
      "その用紙をもう一度読み取ってください（`seihon job scan JOB --replace {page}`）。管理者にも"
      "知らせてください。"},
     {"The image of page {page} is no longer what was scanned ({file}).",
      "The other pages are as they were scanned; this one does not enter a record.",
      "Scan its sheet again (`seihon job scan JOB --replace {page}`), and tell the "
      "administrator."}},
    {FaultKind::BackupFailed,
     {"バックアップの処理ができませんでした（{detail}）。",
      "ホームと以前のバックアップには触れていません。",
      "行き先につながるか、空きがあるかを確かめ、もう一度試してください。"},
     {"The work on the backup failed: {detail}.", "The home and earlier backups are as they were.",
      "See whether the target can be reached and has space, then try again."}},
    {FaultKind::BackupPasswordWrong,
     {"バックアップのパスワードが正しくないか、使えません（{detail}）。", "何も変わっていません。",
      "パスワードのファイル（所有者だけが読めるもの）を確かめてください。失うと、復元はできません"
      "。"},
     {"The password of the backup is wrong or cannot be used: {detail}.",
      "Nothing has been changed.",
      "Look at the file with the password, which only its owner may read; without it nothing can "
      "be "
      "restored."}},
});

} // namespace seihon::record
