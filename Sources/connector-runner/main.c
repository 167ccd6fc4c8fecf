/*
 * connector-runner: loads one connector inside a seal and speaks for it on a pipe.
 *
 * The host starts it with an empty environment and five descriptors: 0 nothing, 1 and 2 the log, 3 frames in, 4 frames out (connector.h).
 * It reads which library to load, puts the seal on, loads, and then serves calls until the host closes the pipe.
 */
#define _GNU_SOURCE
#include "host_calls.h"
#include "memory.h"
#include "plugin.h"
#include "seal.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static void say_ready(const tactics_connector *connector, const seal_state *seal) {
    char head[512];
    int size = snprintf(
        head, sizeof head,
        "{\"abi_major\":%u,\"abi_minor\":%u,\"offers\":[%s],\"seal\":{\"whole\":%s,\"landlock\":%d,\"seccomp\":%s,\"no_new_privs\":%s,\"no_capabilities\":%s,"
        "\"limits\":%s,\"parent_death\":%s}}",
        connector->abi_major, connector->abi_minor, plugin_offers(connector), seal_is_whole(seal) ? "true" : "false", seal->landlock, seal->filter ? "true" : "false",
        seal->no_new_privs ? "true" : "false", seal->no_capabilities ? "true" : "false", seal->limits ? "true" : "false",
        seal->parent_death ? "true" : "false");
    frames_write(TACTICS_FRAME_READY, 0, head, (size_t)size, NULL, 0);
    frames_flush();
}

static void explain_seal(const seal_state *seal) {
    char detail[256];
    snprintf(
        detail, sizeof detail, "this kernel does not give the whole seal: landlock %s, seccomp %s, no_new_privs %s, capabilities %s, limits %s, parent death %s",
        seal->landlock > 0 ? "yes" : "no", seal->filter ? "yes" : "no", seal->no_new_privs ? "yes" : "no", seal->no_capabilities ? "dropped" : "kept",
        seal->limits ? "yes" : "no", seal->parent_death ? "yes" : "no");
    frames_fault("seal", detail);
}

int main(void) {
    static load_order order;
    static seal_state seal;
    seal_close_descriptors();
    signal(SIGPIPE, SIG_IGN);
    memory_watch();
    load_read(&order);
    seal_close(&order, &seal);
    if (order.require_seal && !seal_is_whole(&seal)) explain_seal(&seal);

    const tactics_host *host = host_table((uint32_t)order.abi_minor);
    const tactics_connector *connector = plugin_load(&order, host);
    say_ready(connector, &seal);

    for (;;) {
        frame next;
        frames_read(&next);
        switch (next.kind) {
            case TACTICS_FRAME_CALL:
                host_calls_reset();
                plugin_call(connector, host, &next);
                break;
            case TACTICS_FRAME_CANCEL: break; /* of a call that ended meanwhile */
            default: frames_fault("protocol", "the host sent a frame that is not expected here");
        }
    }
}
