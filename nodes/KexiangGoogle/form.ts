import { providerForm } from '../shared/operation/form';
import { google } from './provider';

export const googleForm = providerForm(google.operations);
