import { isObject } from '../util/json';
import { acceptorOf, ACCEPTORS, GENERAL, type Acceptor } from './acceptors';
import { Folded } from './folded';
import type { TaskSourceName } from './sources';
import { unwrapped } from './unwrapped';

/** An answer, unwrapped, with the row by which it is read and what that row counts its places from. */
export interface Located {
	answer: unknown;
	acceptor: Acceptor;
	root: unknown;
	look: Folded;
}

/** Finds the task in an answer, wrapped or bare. Without a source, the answer's shape decides. Pure. */
export function locate(given: unknown, source?: TaskSourceName): Located {
	const look = new Folded();
	const isOfRecords = source !== undefined && acceptorOf(source).from === 'record';
	const answer = unwrapped(given, isOfRecords, look);
	const [data] = look.at(answer, ['data']);
	const isBare = isRecord(answer, look);
	const record = !isBare && isObject(data) ? data : answer;
	const found = (acceptor: Acceptor): Located => ({
		answer,
		acceptor,
		root: acceptor.from === 'record' ? record : answer,
		look,
	});
	if (source !== undefined) return found(acceptorOf(source));
	if (look.has(record, 'assetid')) return found(ACCEPTORS.assetReview);
	return found(isBare || isV1(record, look) ? GENERAL.record : GENERAL.answer);
}

/**
 * A record without an envelope (reference 1.3, C's rule): its own `data` holds the details of a supplier. A record
 * may have a `code` of its own, an envelope may have an `id`.
 */
function isRecord(value: unknown, look: Folded): boolean {
	const isOfTask = look.has(value, 'taskstatus', 'serviceoutput');
	if (look.has(value, 'code')) return isOfTask && look.has(value, 'id');
	return isOfTask || look.has(value, 'assetid', 'id');
}

const isV1 = (value: unknown, look: Folded) =>
	look.has(value, 'serviceoutput') || (look.has(value, 'id') && look.has(value, 'taskstatus'));
