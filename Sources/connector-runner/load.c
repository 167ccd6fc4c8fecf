#include "load.h"

#include <string.h>

static int64_t bounded(json_span head, const char *name, int64_t least, int64_t most) {
    int64_t value;
    if (!json_integer(json_member(head, name), &value) || value < least || value > most) frames_fault("protocol", name);
    return value;
}

static void path(json_span value, char *buffer, const char *name) {
    if (!json_string(value, buffer, PATH_MAX) || buffer[0] != '/') frames_fault("protocol", name);
}

void load_read(load_order *order) {
    frame first;
    frames_read(&first);
    if (first.kind != TACTICS_FRAME_LOAD) frames_fault("protocol", "the first frame must be LOAD");
    memset(order, 0, sizeof *order);
    path(json_member(first.head, "library"), order->library, "library");
    path(json_member(first.head, "bundle"), order->bundle, "bundle");
    if (!json_string(json_member(first.head, "entry"), order->entry, sizeof order->entry)) frames_fault("protocol", "entry");
    order->abi_minor = bounded(first.head, "abi_minor", 0, 65535);
    order->parent = bounded(first.head, "parent", 1, INT32_MAX);
    json_span limits = json_member(first.head, "limits");
    order->memory = bounded(limits, "memory", 16 << 20, INT64_MAX);
    order->cpu_seconds = bounded(limits, "cpu_seconds", 1, 1 << 30);
    order->open_files = bounded(limits, "open_files", 16, 65536);
    order->processes = bounded(limits, "processes", 1, 1 << 22);
    order->require_seal = json_true(json_member(first.head, "require_seal"));
    json_span paths = json_member(first.head, "libraries");
    size_t cursor = 0;
    json_span one;
    while ((one = json_next(paths, &cursor)).data != NULL) {
        if (order->path_count == MOST_PATHS) frames_fault("protocol", "libraries");
        path(one, order->paths[order->path_count++], "libraries");
    }
}
