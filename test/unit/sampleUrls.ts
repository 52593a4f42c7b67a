/** Addresses of results and of what a task was given, and an id, as answers hold them. */

export const IMAGE = 'https://files.example/images/result.png';
export const SECOND = 'https://files.example/images/second.png';
export const VIDEO = 'https://files.example/videos/result.mp4';
export const SOUND = 'https://files.example/audio/result.mp3';
/** What a task was given. */
export const INPUT = 'https://user.example/input.png';
export const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
