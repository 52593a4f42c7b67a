/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** How many times as much as usual is tried, 1 or more; from 2 on, the whole matrix is run. */
export const RUNS = Number(process.env.KEXIANG_RUNS ?? 1);
