#include "report/ink.h"

#include "report/cairo_handles.h"

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace seihon::report {

namespace {

std::vector<std::string> charactersOf(const std::string& words) {
    std::vector<std::string> characters;
    for (const char byte : words) {
        if ((static_cast<unsigned char>(byte) & 0xC0) != 0x80 || characters.empty()) {
            characters.emplace_back();
        }
        characters.back() += byte;
    }
    return characters;
}

// An unsteady line: two slow waves, so that neighbouring points move together as under one hand.
struct Tremor {
    double phaseX, phaseY, depth;

    Point moved(Point point) const {
        return {point.x + depth * std::sin(point.y * 1.9 + phaseX) +
                    0.4 * depth * std::sin(point.x * 4.1 + phaseY),
                point.y + depth * std::sin(point.x * 1.7 + phaseY) +
                    0.4 * depth * std::sin(point.y * 3.7 + phaseX)};
    }
};

void moveOutline(cairo_t* cairo, const Tremor& tremor) {
    const PathPtr path(::cairo_copy_path(cairo));
    ::cairo_new_path(cairo);
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        const cairo_path_data_t* part = &path->data[i];
        const auto point = [&](int n) {
            return tremor.moved({part[n].point.x, part[n].point.y});
        };
        switch (part->header.type) {
        case CAIRO_PATH_MOVE_TO:
            ::cairo_move_to(cairo, point(1).x, point(1).y);
            break;
        case CAIRO_PATH_LINE_TO:
            ::cairo_line_to(cairo, point(1).x, point(1).y);
            break;
        case CAIRO_PATH_CURVE_TO:
            ::cairo_curve_to(cairo, point(1).x, point(1).y, point(2).x, point(2).y, point(3).x,
                             point(3).y);
            break;
        case CAIRO_PATH_CLOSE_PATH:
            ::cairo_close_path(cairo);
            break;
        }
    }
}

// Takes small holes out of what was drawn: paper that the ink did not reach.
void speckle(cairo_t* cairo, Dice& dice, const Box& area, double dotsPerMm2, double strength) {
    const int dots = static_cast<int>(area.w * area.h * dotsPerMm2);
    ::cairo_set_operator(cairo, CAIRO_OPERATOR_DEST_OUT);
    for (int i = 0; i < dots; ++i) {
        const double radius = dice.between(0.025, 0.085);
        ::cairo_set_source_rgba(cairo, 0, 0, 0, dice.between(0.2, 1.0) * strength);
        ::cairo_new_sub_path(cairo);
        const double x = area.x + dice.unit() * area.w, y = area.y + dice.unit() * area.h;
        ::cairo_arc(cairo, x, y, radius, 0, 2 * std::numbers::pi);
        ::cairo_fill(cairo);
    }
    ::cairo_set_operator(cairo, CAIRO_OPERATOR_OVER);
}

// Ink lies on print without hiding it: the layer is multiplied in.
template <typename Draw>
void inkLayer(Canvas& canvas, const Box& area, double opacity, const Draw& draw) {
    cairo_t* cairo = canvas.context();
    ::cairo_save(cairo);
    ::cairo_rectangle(cairo, area.x, area.y, area.w, area.h);
    ::cairo_clip(cairo);
    ::cairo_push_group(cairo);
    draw(cairo);
    ::cairo_pop_group_to_source(cairo);
    ::cairo_set_operator(cairo, CAIRO_OPERATOR_MULTIPLY);
    ::cairo_paint_with_alpha(cairo, opacity);
    ::cairo_restore(cairo);
}

// One side gets less ink than the other, as a seal pressed by hand does.
void fadeOneSide(cairo_t* cairo, Dice& dice, const Box& area) {
    const double angle = dice.between(0, 2 * std::numbers::pi);
    const double cx = area.x + area.w / 2, cy = area.y + area.h / 2;
    const double dx = std::cos(angle) * area.w / 2, dy = std::sin(angle) * area.h / 2;
    cairo_pattern_t* fade = ::cairo_pattern_create_linear(cx - dx, cy - dy, cx + dx, cy + dy);
    ::cairo_pattern_add_color_stop_rgba(fade, 0.35, 0, 0, 0, 0);
    ::cairo_pattern_add_color_stop_rgba(fade, 1.0, 0, 0, 0, 0.38);
    ::cairo_set_operator(cairo, CAIRO_OPERATOR_DEST_OUT);
    ::cairo_set_source(cairo, fade);
    ::cairo_paint(cairo);
    ::cairo_pattern_destroy(fade);
    ::cairo_set_operator(cairo, CAIRO_OPERATOR_OVER);
}

// The characters stretched to fill the box, from top to bottom.
void stackInto(Canvas& canvas, const std::vector<std::string>& characters, const Box& box,
               Colour colour) {
    cairo_t* cairo = canvas.context();
    const double cell = box.h / static_cast<double>(characters.size());
    for (std::size_t i = 0; i < characters.size(); ++i) {
        canvas.outline({}, characters[i], {Font::Mincho, 20});
        double left = 0, top = 0, right = 0, bottom = 0;
        ::cairo_path_extents(cairo, &left, &top, &right, &bottom);
        const PathPtr path(::cairo_copy_path(cairo));
        ::cairo_new_path(cairo);
        if (!(right > left && bottom > top)) {
            continue;
        }
        ::cairo_save(cairo);
        ::cairo_translate(cairo, box.x, box.y + cell * (static_cast<double>(i) + 0.05));
        ::cairo_scale(cairo, box.w / (right - left), cell * 0.9 / (bottom - top));
        ::cairo_translate(cairo, -left, -top);
        ::cairo_append_path(cairo, path.get());
        ::cairo_restore(cairo);
        ::cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
        ::cairo_fill_preserve(cairo);
        ::cairo_set_line_width(cairo, 0.14);
        ::cairo_stroke(cairo);
    }
}

} // namespace

void handwriting(Canvas& canvas, Dice& dice, Point at, const std::string& words, const Hand& hand) {
    const double size = hand.points * 25.4 / 72;
    const auto characters = charactersOf(words);
    const double length = size * (static_cast<double>(characters.size()) + 1.5);
    canvas.turned(at, -hand.slant, [&] {
        const Box area{at.x - size, at.y - size, length + size, size * 3};
        inkLayer(canvas, area, 0.92, [&](cairo_t* cairo) {
            double x = at.x;
            for (const std::string& character : characters) {
                const double grown = dice.between(0.86, 1.1);
                const double raised = dice.between(-0.06, 0.08) * size;
                const double turn = dice.between(-0.10, 0.06);
                const double climb = dice.between(-0.05, 0.02), lean = dice.between(0.08, 0.2);
                ::cairo_save(cairo);
                ::cairo_translate(cairo, x, at.y + raised);
                ::cairo_rotate(cairo, turn);
                cairo_matrix_t shear;
                ::cairo_matrix_init(&shear, grown, climb, -lean, grown, 0, 0);
                ::cairo_transform(cairo, &shear);
                const double width =
                    grown * canvas.outline({}, character, {Font::Gothic, hand.points});
                moveOutline(cairo, {dice.between(0, 6), dice.between(0, 6), size * 0.022});
                ::cairo_set_source_rgb(cairo, hand.colour.red, hand.colour.green, hand.colour.blue);
                ::cairo_fill_preserve(cairo);
                // Print strokes are thicker than a pencil's: their rims go.
                ::cairo_set_operator(cairo, CAIRO_OPERATOR_DEST_OUT);
                ::cairo_set_line_width(cairo, hand.thinning);
                ::cairo_stroke(cairo);
                ::cairo_restore(cairo);
                x += width * dice.between(0.9, 1.02);
            }
            if (hand.grain > 0) {
                speckle(cairo, dice, area, 55 * hand.grain, 0.75);
            }
        });
    });
}

void roundSeal(Canvas& canvas, Dice& dice, Point centre, const std::string& name) {
    const double radius = 5.2;
    const Box area{centre.x - radius - 1, centre.y - radius - 1, 2 * radius + 2, 2 * radius + 2};
    canvas.turned(centre, dice.between(-9, 9), [&] {
        inkLayer(canvas, area, 0.9, [&](cairo_t* cairo) {
            canvas.ellipse({centre.x - radius, centre.y - radius, 2 * radius, 2 * radius}, 0.42,
                           kVermilion);
            const auto characters = charactersOf(name);
            const double width = characters.size() > 2 ? 4.2 : 5.0;
            stackInto(canvas, characters, {centre.x - width / 2, centre.y - 4.1, width, 8.2},
                      kVermilion);
            fadeOneSide(cairo, dice, area);
            speckle(cairo, dice, area, 7, 0.8);
        });
    });
}

void squareSeal(Canvas& canvas, Dice& dice, Point centre, const std::string& nineCharacters) {
    const double half = 10.5;
    const Box area{centre.x - half - 1, centre.y - half - 1, 2 * half + 2, 2 * half + 2};
    const auto characters = charactersOf(nineCharacters);
    canvas.turned(centre, dice.between(-3, 3), [&] {
        inkLayer(canvas, area, 0.86, [&](cairo_t* cairo) {
            canvas.frame({centre.x - half, centre.y - half, 2 * half, 2 * half}, 0.85, kVermilion);
            const double inner = half - 1.3, column = 2 * inner / 3;
            for (std::size_t i = 0; i * 3 < characters.size(); ++i) {
                const auto first = characters.begin() + static_cast<std::ptrdiff_t>(i * 3);
                const std::size_t rest = characters.size() - i * 3;
                const auto last = first + static_cast<std::ptrdiff_t>(rest < 3 ? rest : 3);
                const double x = centre.x + inner - column * static_cast<double>(i + 1);
                stackInto(canvas, {first, last},
                          {x + 0.35, centre.y - inner, column - 0.7, 2 * inner}, kVermilion);
            }
            fadeOneSide(cairo, dice, area);
            speckle(cairo, dice, area, 8, 0.85);
        });
    });
}

void dateStamp(Canvas& canvas, Dice& dice, Point centre, const StampWords& words) {
    const double radius = 12.5;
    const Box area{centre.x - radius - 1, centre.y - radius - 1, 2 * radius + 2, 2 * radius + 2};
    canvas.turned(centre, dice.between(-11, -4), [&] {
        inkLayer(canvas, area, 0.82, [&](cairo_t* cairo) {
            canvas.ellipse({centre.x - radius, centre.y - radius, 2 * radius, 2 * radius}, 0.55,
                           kStampViolet);
            canvas.ellipse(
                {centre.x - radius + 1, centre.y - radius + 1, 2 * radius - 2, 2 * radius - 2}, 0.2,
                kStampViolet);
            const double bar = 3.3, reach = std::sqrt(radius * radius - bar * bar);
            for (const double y : {centre.y - bar, centre.y + bar}) {
                canvas.line({centre.x - reach + 0.6, y}, {centre.x + reach - 0.6, y}, 0.35,
                            kStampViolet);
            }
            const auto line = [&](double y, const std::string& text, double points) {
                canvas.text({centre.x, centre.y + y}, text,
                            {Font::Gothic, points, kStampViolet, true, Align::Centre});
            };
            line(-9.9, "受 付", 14);
            line(-2.3, words.date, 11);
            line(3.9, words.house, 6.2);
            line(6.6, words.office, 6.2);
            fadeOneSide(cairo, dice, area);
            speckle(cairo, dice, area, 6, 0.75);
        });
    });
}

} // namespace seihon::report
