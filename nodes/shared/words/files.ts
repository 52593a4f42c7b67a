/** Why a result file is not there, in words that follow the address of the file. */

export const isEmpty = (): string => 'the file is empty';

export const isPageOrMessage = (): string => 'a web page or message came instead of a media file';

/** @param claim the type that the server or the name says */
export const isNotWhatItIsCalled = (claim: string): string =>
	`what came is called ${claim}, but does not begin like a media file`;

export const serverAnswered = (status: number): string => `the file's server answered ${status}`;

export const onlyPartCame = (): string => "the file's server sent only a part of it";

export const nothingCame = (seconds: number): string => `nothing came for ${seconds} seconds`;

export const tooLittleCame = (bytesPerSecond: number, seconds: number): string =>
	`less than ${bytesPerSecond} bytes a second came for ${seconds} seconds`;

export const connectionEnded = (): string => 'the connection ended before the file did';

export const isLargerThanLimit = (megabytes: number): string =>
	`the file is larger than the limit of ${megabytes} MB (Options > Max File Size)`;

export const isNoStream = (): string => 'the file could not be read as a stream';
