import { providerForm } from '../shared/operation/form';
import { volcengine } from './provider';

export const form = providerForm(volcengine.operations);
