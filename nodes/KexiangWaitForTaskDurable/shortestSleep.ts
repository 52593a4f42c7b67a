/** Shortest sleep that n8n keeps exactly, in seconds; what is shorter is waited in the process. */
export const SHORTEST_SECONDS = 65;
