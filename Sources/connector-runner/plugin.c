#define _GNU_SOURCE
#include "plugin.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether the plugin's table is long enough to hold a function, and holds it. */
#define OFFERS(connector, function) \
    ((connector)->size >= offsetof(tactics_connector, function) + sizeof((connector)->function) && (connector)->function != NULL)

const tactics_connector *plugin_load(const load_order *order, const tactics_host *host) {
    void *library = dlopen(order->library, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == NULL) frames_fault("load", dlerror());
    tactics_connector_entry entry;
    void *symbol = dlsym(library, order->entry);
    if (symbol == NULL) frames_fault("symbol", order->entry);
    memcpy(&entry, &symbol, sizeof entry); /* POSIX's way from an object pointer to a function pointer */
    const tactics_connector *connector = entry(host);
    char detail[128];
    if (connector == NULL) {
        snprintf(detail, sizeof detail, "the connector can not serve abi %u.%u", host->abi_major, host->abi_minor);
        frames_fault("abi", detail);
    }
    if (connector->abi_major != TACTICS_ABI_MAJOR) {
        snprintf(detail, sizeof detail, "the connector speaks abi %u, this host abi %u", connector->abi_major, TACTICS_ABI_MAJOR);
        frames_fault("abi", detail);
    }
    if (!OFFERS(connector, manifest) || !OFFERS(connector, check) || !OFFERS(connector, discover) || !OFFERS(connector, read) ||
        !OFFERS(connector, free_buffer)) {
        frames_fault("abi", "manifest, check, discover, read and free_buffer are not all offered");
    }
    return connector;
}

const char *plugin_offers(const tactics_connector *connector) {
    static const char *const words[] = {"", "\"write\"", "\"webhook\"", "\"write\",\"webhook\""};
    return words[(OFFERS(connector, write) ? 1 : 0) + (OFFERS(connector, webhook) ? 2 : 0)];
}

typedef int32_t (*plugin_function)(const tactics_host *host, tactics_bytes argument, tactics_buffer *result);

static plugin_function function_named(const tactics_connector *connector, const char *name) {
    if (strcmp(name, "check") == 0) return connector->check;
    if (strcmp(name, "discover") == 0) return connector->discover;
    if (strcmp(name, "read") == 0) return connector->read;
    if (strcmp(name, "write") == 0 && OFFERS(connector, write)) return connector->write;
    if (strcmp(name, "webhook") == 0 && OFFERS(connector, webhook)) return connector->webhook;
    return NULL;
}

static void send_result(uint32_t call, int32_t status, const void *body, size_t size) {
    char head[32];
    int head_size = snprintf(head, sizeof head, "{\"status\":%d}", status == TACTICS_OK ? 0 : 1);
    if (!frames_write(TACTICS_FRAME_RESULT, call, head, (size_t)head_size, body, size)) {
        static const char text[] = "{\"error\":{\"kind\":\"permanent\",\"message\":\"The connector's answer is larger than 1 MiB.\"}}";
        frames_write(TACTICS_FRAME_RESULT, call, "{\"status\":1}", 12, text, sizeof text - 1);
    }
    frames_flush();
}

void plugin_call(const tactics_connector *connector, const tactics_host *host, const frame *order) {
    char name[32];
    uint32_t call = order->call;
    tactics_buffer result = {NULL, 0};
    if (!json_string(json_member(order->head, "function"), name, sizeof name)) frames_fault("protocol", "a call names no function");
    if (strcmp(name, "manifest") == 0) {
        result = connector->manifest();
        send_result(call, TACTICS_OK, result.data, result.size);
    } else {
        plugin_function function = function_named(connector, name);
        if (function == NULL) {
            static const char text[] = "{\"error\":{\"kind\":\"permanent\",\"message\":\"The connector does not offer this function.\"}}";
            send_result(call, TACTICS_FAILED, text, sizeof text - 1);
            return;
        }
        /* The argument is borrowed for the whole call, while host calls read frames into the same buffer: the plugin gets a copy. */
        uint8_t *argument = malloc(order->body.size + 1);
        if (argument == NULL) abort(); /* the plugin has it all: it is told as too much memory (memory.c) */
        memcpy(argument, order->body.data, order->body.size);
        argument[order->body.size] = 0;
        int32_t status = function(host, (tactics_bytes){argument, order->body.size}, &result);
        free(argument);
        send_result(call, status, result.data, result.size);
    }
    if (result.data != NULL) connector->free_buffer(result);
}
