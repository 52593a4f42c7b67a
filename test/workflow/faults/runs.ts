/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** How many times as much as usual is tried, 1 or more; with 5, every bad fault meets every kind of request on every road. */
export const RUNS = Number(process.env.KEXIANG_RUNS ?? 1);
