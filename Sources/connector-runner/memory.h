/* Memory that the plugin asked for in vain: so that a crash that comes of it is told from any other. */
#ifndef RUNNER_MEMORY_H
#define RUNNER_MEMORY_H

/* From now on a process that crashes or leaves after memory was refused ends by SIGKILL, as the kernel's out-of-memory killer would end it. */
void memory_watch(void);

/* The plugin went on after a refusal: what happens later has another reason. */
void memory_forget(void);

#endif
