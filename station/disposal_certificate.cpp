#include "station/disposal_certificate.h"

#include "report/document.h"
#include "report/record_words.h"
#include "station/document_file.h"

namespace seihon::station {

using record::DisposalList;
using record::DisposalState;
using report::Section;
using report::Tone;
using report::Words;

namespace {

struct Certificate {
    const DisposalList& list;
    const Words& say;

    void add(Section& section, std::string name, std::string text, bool fixed = false) const {
        section.facts.push_back({std::move(name), {std::move(text), Tone::Plain, fixed}});
    }
    void act(Section& section, std::string name, const std::optional<record::Act>& done) const {
        add(section, std::move(name),
            done ? say.person(done->actor) + "  " + say.time(done->at) +
                       (done->reason.empty() ? "" : "\n" + done->reason)
                 : "–");
    }

    Section people() const {
        Section section;
        section.brief = true;
        section.heading = say("手続き", "What was done, and by whom");
        act(section, say("提案", "Proposed"), list.proposed);
        act(section, say("事前の確認（システム管理者）", "Checked before (system manager)"),
            list.checkedBefore);
        act(section, say("承認", "Approved"), list.approved);
        act(section, say("立会い", "Witnessed"), list.witnessed);
        act(section, say("実施", "Carried out"),
            list.done ? std::optional(list.done->act) : std::nullopt);
        act(section, say("事後の確認（システム管理者）", "Checked after (system manager)"),
            list.checkedAfter);
        for (const record::Act& one : list.differences) {
            act(section, say("確認で見つかった相違", "A check found a difference"), one);
        }
        return section;
    }

    Section how() const {
        Section section;
        section.brief = true;
        section.heading = say("方法と証明", "How, and what shows it");
        add(section, say("方法", "Method"), list.done ? list.done->method : "–");
        add(section, say("実施日", "Day"), list.done ? list.done->day : "–");
        add(section, say("委託先", "Contractor"),
            list.done && !list.done->contractor.empty() ? list.done->contractor : "–");
        add(section, say("証明書の番号", "Number of the certificate"),
            list.proof ? list.proof->number : "–");
        if (list.proof && list.proof->file) {
            add(section, say("証明書ファイル SHA-256", "File of the certificate, SHA-256"),
                list.proof->file->hex(), true);
        }
        add(section, say("一覧の番号", "List"), list.id, true);
        add(section, say("一覧の内容 SHA-256", "Content of the list, SHA-256"),
            record::contentDigest(list.items).hex(), true);
        if (list.frozen) {
            add(section, say("承認された内容 SHA-256", "Content that was approved, SHA-256"),
                list.frozen->hex(), true);
        }
        return section;
    }

    Section records() const {
        Section section;
        section.heading = say("紙と、その記録", "The paper, and its records");
        section.columns = {say("場所", "Place"), say("記録", "Record"),
                           say("記録の目録 SHA-256", "Manifest of the record, SHA-256")};
        section.widths = {0.2, 0.3, 0.5};
        for (const record::DisposalItem& item : list.items) {
            section.rows.push_back(
                {{item.place.box + " / " + item.place.shelf + " / " + item.place.position},
                 {item.recordId, Tone::Plain, true},
                 {item.manifest.hex(), Tone::Plain, true}});
        }
        return section;
    }

    Section takenOut() const {
        Section section;
        section.heading = say("一覧から外した記録（紙は残っている）",
                              "Taken out of the list: this paper is still there");
        section.columns = {say("記録", "Record"), say("理由", "Reason"), say("人", "By")};
        section.widths = {0.35, 0.4, 0.25};
        for (const record::TakenOut& one : list.takenOut) {
            for (const std::string& record : one.records) {
                section.rows.push_back(
                    {{record, Tone::Plain, true}, {one.act.reason}, {say.person(one.act.actor)}});
            }
        }
        return section;
    }

    Section signatures() const {
        Section section;
        section.heading = say("署名", "Signatures");
        section.columns = {say("役割", "Role"), say("氏名", "Name"), say("署名・押印", "Signature"),
                           say("日付", "Date")};
        section.widths = {0.25, 0.25, 0.3, 0.2};
        for (const std::string& who :
             {say("実施者", "Who carried it out"), say("立会人", "Witness"),
              say("システム管理者", "System manager")}) {
            section.rows.push_back({{who}, {" "}, {" "}, {" "}});
        }
        return section;
    }
};

report::Cell bannerOf(const DisposalList& list, const Words& say) {
    switch (list.state) {
    case DisposalState::Closed:
        return {say("廃棄済み・確認済み", "Disposed of, and checked"), Tone::Good};
    case DisposalState::CarriedOut:
        return {
            say("廃棄済み（事後の確認を待っています）", "Disposed of; the check after is missing"),
            Tone::Caution};
    case DisposalState::Dropped:
        return {say("取りやめ：何も廃棄されていません", "Dropped: nothing was disposed of"),
                Tone::Caution};
    case DisposalState::Proposed:
    case DisposalState::Checked:
    case DisposalState::Approved:
    case DisposalState::Witnessed:
        break;
    }
    return {say("廃棄の前：何も廃棄されていません", "Before the act: nothing was disposed of"),
            Tone::Caution};
}

report::Document certificateOf(const Station& station, const DisposalList& list,
                               record::Language language) {
    const Words say(language, station.regulation().calendar.utcOffset);
    const Certificate parts{list, say};
    report::Document document;
    document.language = language;
    document.demo = station.config().demo;
    document.demoMark = say("見本（DEMO）", "DEMO");
    document.title = list.isDone() ? say("紙の廃棄証明書", "Certificate of disposal of paper")
                                   : say("紙の廃棄一覧", "List of paper to be disposed of");
    document.subtitle = station.regulation().hospital;
    document.banner = bannerOf(list, say);
    document.sections = {parts.people(), parts.how(), parts.records()};
    if (!list.takenOut.empty()) {
        document.sections.push_back(parts.takenOut());
    }
    document.sections.push_back(parts.signatures());
    document.foot = list.id;
    return document;
}

} // namespace

void writeDisposalCertificate(Station& station, const std::string& id,
                              const std::filesystem::path& file, record::Language language) {
    writeDocument(file, certificateOf(station, DisposalDesk(station).show(id), language));
}

} // namespace seihon::station
