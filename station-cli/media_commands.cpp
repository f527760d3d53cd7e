#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station/media_desk.h"

// Records that leave the house on media or on paper [F15].
namespace seihon::station_cli {

using record::Json;
using record::Language;
using record::Medium;
using record::MediumState;

namespace {

std::string mediumStateWord(const Medium& medium, record::Instant now, bool japanese) {
    switch (medium.state) {
    case MediumState::Requested:
        return japanese ? "承認待ち" : "to be approved";
    case MediumState::Out:
        return medium.overdue(now) ? (japanese ? "期限超過" : "OVERDUE")
                                   : (japanese ? "持ち出し中" : "out");
    case MediumState::Back:
        return medium.end == record::MediumEnd::Returned    ? (japanese ? "返却" : "returned")
               : medium.end == record::MediumEnd::Destroyed ? (japanese ? "廃棄" : "destroyed")
                                                            : (japanese ? "紛失" : "LOST");
    }
    return "?";
}

Json mediumJson(const Medium& medium, record::Instant now) {
    Json json = Json::object({{"medium", medium.id},
                              {"label", medium.label},
                              {"state", record::enumName(medium.state)},
                              {"items", record::toJson(medium.items)},
                              {"person", medium.person},
                              {"contact", medium.contact},
                              {"purpose", medium.purpose},
                              {"encryption", medium.encryption},
                              {"until", record::formatInstant(medium.until)},
                              {"overdue", medium.overdue(now)},
                              {"requestedBy", record::toJson(medium.requested.actor)}});
    json.set("approvedBy", medium.approved ? record::toJson(medium.approved->actor) : Json());
    json.set("end", medium.ended ? Json(record::enumName(medium.end)) : Json());
    return json;
}

std::string mediumText(const Medium& medium, record::Instant now, const Output& output) {
    const bool japanese = output.language() == Language::Japanese;
    return medium.id + "  " + medium.label + "  " + mediumStateWord(medium, now, japanese) + "  " +
           record::formatInstant(medium.until) + "  " + medium.person + "\n";
}

int printMedium(const Output& output, const station::MediumOutcome& outcome) {
    const record::Instant now = record::readClock();
    const bool there = !outcome.medium.id.empty();
    return output.outcome(there ? mediumJson(outcome.medium, now) : Json::object({}),
                          there ? mediumText(outcome.medium, now, output) : std::string(),
                          outcome.verdict);
}

int listMedia(const Arguments& args, const Output& output, station::MediaDesk& desk) {
    const record::Instant now = record::readClock();
    Json rows = Json::array();
    std::string text;
    for (const Medium& medium : desk.list()) {
        if (!args.all && medium.state == MediumState::Back) {
            continue;
        }
        rows.push(mediumJson(medium, now));
        text += mediumText(medium, now, output);
    }
    const record::Verdict standing = desk.standing(now);
    output.print(
        Json::object({{"media", std::move(rows)}, {"findings", output.findings(standing)}}),
        text + output.sentences(standing));
    return kDone;
}

} // namespace

bool isMediaVerb(const std::string& verb) {
    return verb.starts_with("media ");
}

int runMediaVerb(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    station::MediaDesk desk(station);
    if (args.verb == "media list") {
        return listMedia(args, output, desk);
    }
    const station::Session session = sessionOf(args, station);
    const MediaArguments& media = args.media;
    if (args.verb == "media add") {
        return printMedium(output,
                           desk.request(session, {media.label,
                                                  {media.files.begin(), media.files.end()},
                                                  media.records,
                                                  media.person,
                                                  media.contact,
                                                  media.purpose,
                                                  media.encryption,
                                                  instantOf(args.until, "--until").value()}));
    }
    return printMedium(output, args.verb == "media approve"
                                   ? desk.approve(session, media.id)
                                   : desk.end(session, media.id,
                                              *record::enumFromName<record::MediumEnd>(media.how),
                                              args.remark));
}

} // namespace seihon::station_cli
