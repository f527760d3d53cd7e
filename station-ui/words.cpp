#include "station-ui/words.h"

namespace seihon::station_ui {

namespace {

struct Pair {
    const char* japanese;
    const char* english;
};

Pair pairOf(Word which) {
    switch (which) {
    case Word::Title:
        return {"正本 スキャン端末", "Seihon scan station"};
    case Word::Demo:
        return {"見本（DEMO）：実運用には使えません", "DEMO: not for real use"};
    case Word::User:
        return {"利用者", "User"};
    case Word::Pin:
        return {"PIN", "PIN"};
    case Word::Login:
        return {"ログイン(&L)", "&Log in"};
    case Word::LoggedInAs:
        return {"ログイン中：", "Logged in: "};
    case Word::Intake:
        return {"受付とスキャン", "Intake"};
    case Word::DocumentClass:
        return {"文書種別(&C)", "&Class"};
    case Word::PatientId:
        return {"患者番号(&P)", "&Patient id"};
    case Word::PatientName:
        return {"氏名(&N)", "&Name"};
    case Word::Sheets:
        return {"枚数（数えてください）(&S)", "&Sheets (count them)"};
    case Word::Duplex:
        return {"両面(&D)", "&Duplex"};
    case Word::AttestPrepared:
        return {"貼り付け物なし・範囲外なし・針なしを確かめ、枚数を数えました(&A)",
                "Nothing stuck on, nothing outside, staples out, sheets counted (&A)"};
    case Word::Scan:
        return {"スキャン(&G)", "Scan (&G)"};
    case Word::CompareAndSeal:
        return {"画像は用紙と同じです：封緘(&E)", "Images and paper are the same: seal (&E)"};
    case Word::CompareNow:
        return {"すべての頁を用紙と見比べてください", "Compare every page with the paper"};
    case Word::Queue:
        return {"作業の一覧", "Jobs"};
    case Word::Pages:
        return {"頁", "Pages"};
    case Word::Unconfirmed:
        return {"未確定", "not yet confirmed"};
    case Word::Sealed:
        return {"✓ 封緘しました：", "✓ Sealed: "};
    case Word::Pending:
        return {"… 封緘待ち：", "… Sealing pending: "};
    case Word::Refused:
        return {"✗ 封緘できません", "✗ Not sealed"};
    case Word::Stop:
        return {"中止(&X)", "Stop (&X)"};
    case Word::WhatHappened:
        return {"何が起きたか：", "What happened: "};
    case Word::WhatIsSafe:
        return {"安全なもの：", "What is safe: "};
    case Word::WhatToDo:
        return {"次にすること：", "What to do: "};
    case Word::Scanning:
        return {"スキャン中…", "Scanning…"};
    case Word::Ready:
        return {"トレイに用紙を入れてください", "Put the paper into the tray"};
    case Word::Class:
        return {"種別", "Class"};
    case Word::State:
        return {"状態", "State"};
    case Word::SheetCount:
        return {"枚数", "Sheets"};
    case Word::LayDemoPaper:
        return {"見本の紹介状をトレイに置く(&T)", "Lay the demo letter into the tray (&T)"};
    case Word::Code:
        return {"コード（カードのない人）", "Code (without a card)"};
    case Word::Left:
        return {"操作がなかったため画面を閉じました。もう一度ログインしてください。",
                "Nobody was at the desk: the screen is closed. Log in again."};
    }
    return {"", ""};
}

} // namespace

QString word(Word which, record::Language language) {
    const Pair pair = pairOf(which);
    return QString::fromUtf8(language == record::Language::Japanese ? pair.japanese : pair.english);
}

} // namespace seihon::station_ui
