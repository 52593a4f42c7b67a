import { backgroundMusicVolume } from '../../shared/operation/common';
import { backgroundMusicUrl, voiceUrl } from '../../shared/operation/commonMedia';
import { url } from '../../shared/operation/mediaFields';
import { number } from '../../shared/operation/scalarFields';

/** A sound track of voice and music, as several tools take it (reference 2.1). */
export const soundFields = {
	voiceUrl: voiceUrl(),
	backgroundMusicUrl: backgroundMusicUrl(),
	backgroundMusicVolume: backgroundMusicVolume(),
};

export const soundBody = (p: {
	voiceUrl?: string | undefined;
	backgroundMusicUrl?: string | undefined;
	backgroundMusicVolume?: number | undefined;
}) => ({
	voiceUrl: p.voiceUrl,
	bgmUrl: p.backgroundMusicUrl,
	bgmVolume: p.backgroundMusicVolume,
});

/** A picture that is shown first (reference 2.1 and 2.3). */
export const coverFields = {
	coverImageUrl: url({
		kind: 'image',
		label: 'Cover Image URL',
		description: 'Public URL of a picture that is shown at the start',
	}),
	coverImageDuration: number({
		label: 'Cover Image Duration',
		description: 'How many seconds the cover is shown',
		min: 0.01,
		unit: 'seconds',
		default: 0.1,
		precision: 2,
	}),
};
